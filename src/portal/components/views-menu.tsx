import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Menu,
  MenuButton,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { Bookmark20Regular, Delete20Regular, Link20Regular, Save20Regular } from '@fluentui/react-icons';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useHref, useLocation, useNavigate } from 'react-router';
import { notify } from '../data/notifications.ts';
import { MAX_VIEWS, useSavedViews, viewQuery, type SavedViews } from '../data/saved-views.ts';
import { t } from '../strings/translate.ts';

export interface ViewsMenuProps {
  /** Names what is saved of the list in this browser. */
  readonly list: string;
  /** Those shown, as the address has them. */
  readonly columns: string;
}

/** Views of a list by name: open, save, delete, and copy as a link. */
export function ViewsMenu({ list, columns }: ViewsMenuProps): ReactElement {
  const saved = useSavedViews(list);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const page = useHref(pathname);
  const params = new URLSearchParams(search);
  // Else who follows the link would see the columns of their own.
  params.set('cols', columns);
  const [isSaving, setSaving] = useState(false);
  const copyLink = () => {
    const link = new URL(`${page}?${viewQuery(params)}`, location.href).href;
    void copy(link).then((isCopied) =>
      notify({
        key: 'views.copyLink',
        tone: isCopied ? 'success' : 'info',
        title: isCopied ? t('views.copied') : t('views.notCopied'),
      }),
    );
  };
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton icon={<Bookmark20Regular />}>{t('views.title')}</MenuButton>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuGroup>
              <MenuGroupHeader>{saved.views.length > 0 ? t('views.saved') : t('views.none')}</MenuGroupHeader>
              {saved.views.map(({ name, query }) => (
                <MenuItem key={name} onClick={() => void navigate(`${pathname}?${query}`)}>
                  {name}
                </MenuItem>
              ))}
            </MenuGroup>
            <MenuDivider />
            <MenuItem icon={<Save20Regular />} onClick={() => setSaving(true)}>
              {t('views.save')}
            </MenuItem>
            <MenuItem icon={<Link20Regular />} onClick={copyLink}>
              {t('views.copyLink')}
            </MenuItem>
            {saved.views.length > 0 && <DeleteMenu saved={saved} />}
          </MenuList>
        </MenuPopover>
      </Menu>
      {isSaving && <SaveDialog saved={saved} params={params} onClose={() => setSaving(false)} />}
    </>
  );
}

function DeleteMenu({ saved }: { readonly saved: SavedViews }): ReactElement {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuItem icon={<Delete20Regular />}>{t('views.manage')}</MenuItem>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {saved.views.map(({ name }) => (
            <MenuItem key={name} onClick={() => saved.remove(name)}>
              {t('views.delete', { name })}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

interface SaveDialogProps {
  readonly saved: SavedViews;
  readonly params: URLSearchParams;
  readonly onClose: () => void;
}

function SaveDialog({ saved, params, onClose }: SaveDialogProps): ReactElement {
  const [name, setName] = useState('');
  const isKnown = saved.views.some((view) => view.name === name.trim());
  const isFull = !isKnown && saved.views.length >= MAX_VIEWS;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '' || isFull) return;
    saved.save(name, params);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <form onSubmit={onSubmit}>
          <DialogBody>
            <DialogTitle>{t('views.saveTitle')}</DialogTitle>
            <DialogContent>
              <p>{t('views.saveBody')}</p>
              <Field
                label={t('views.name')}
                {...(isFull ? { validationMessage: t('views.full', { count: MAX_VIEWS }) } : {})}
              >
                <Input value={name} maxLength={60} onChange={(_, { value }) => setName(value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{t('action.cancel')}</Button>
              <Button appearance="primary" type="submit" disabledFocusable={name.trim() === '' || isFull}>
                {isKnown ? t('views.replace') : t('views.confirmSave')}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

/** False where the browser does not let the page write to the clipboard. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
