/**
 * Saves the body of an answer as a file. The bytes are collected in a Blob, which
 * the browser keeps on disk when it is large, and handed to the download manager.
 */
export async function saveStream(
  response: Response,
  fileName: string,
  onProgress: (savedBytes: number) => void,
): Promise<void> {
  let savedBytes = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      savedBytes += chunk.byteLength;
      onProgress(savedBytes);
      controller.enqueue(chunk);
    },
  });
  const body = response.body?.pipeThrough(counter) ?? null;
  const url = URL.createObjectURL(await new Response(body).blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download manager reads the Blob after the click; a minute is enough for it to have opened it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
