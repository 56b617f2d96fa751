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
import { useLocation, useNavigate } from 'react-router';
import { notify } from '../data/notifications.ts';
import { useSavedViews, viewQuery, type SavedViews } from '../data/saved-views.ts';
import { t } from '../strings/translate.ts';

/** Views of a list by name: open, save, delete, and copy as a link. */
export function ViewsMenu({ list }: { readonly list: string }): ReactElement {
  const saved = useSavedViews(list);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const params = new URLSearchParams(search);
  const [isSaving, setSaving] = useState(false);
  const copyLink = () => {
    const link = new URL(`${pathname}?${viewQuery(params)}`, location.href).href;
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
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
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
              <Field label={t('views.name')}>
                <Input value={name} maxLength={60} onChange={(_, { value }) => setName(value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{t('action.cancel')}</Button>
              <Button appearance="primary" type="submit" disabledFocusable={name.trim() === ''}>
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
