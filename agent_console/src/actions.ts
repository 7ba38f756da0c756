// Everything one can do, once: the keyboard, the palette and the sheet of keys are drawn from this list.
import { computed } from '@preact/signals'
import type { IconName } from './components/Icon'
import { t } from './i18n'
import { go } from './router'
import { askForNotifications, notificationState } from './services/notifications'
import { hear, soundOn, toggleSound } from './services/sound'
import { join, reopen, take, takeNext, visitorName } from './state/commands'
import { current, mayDecide, mayJoin, mayTake, mayTakeOver, mayWrite } from './state/current'
import { focusComposer, step } from './state/focus'
import { openCloseDialog, openKeySheet, openPalette, openTransferDialog } from './state/overlays'
import { setPresence, wantedPresence } from './state/presence'
import { changeSettings, settings, signOut } from './state/session'
import { toastError } from './state/toasts'
import { railViews } from './views/registry'

export type Group = 'list' | 'conversation' | 'everywhere'

export interface Action {
  id: string
  group: Group
  words: string
  icon: IconName
  run: () => void
  /** As in `Keys`: one key without a modifier, or `mod+` and one key. */
  keys?: string | undefined
  /** It cannot be done now: in the sheet of keys, not in the palette. */
  off?: boolean
}

function forConversation(): Action[] {
  const here = current.value
  const group: Group = 'conversation'
  const can = (may: boolean): { off: boolean } => ({ off: !may })
  return [
    {
      id: 'take',
      group,
      words: t('talk.take'),
      icon: 'check',
      keys: 'a',
      ...can(!!here && mayTake(here)),
      run: () => here && void take(here),
    },
    {
      id: 'reply',
      group,
      words: t('composer.reply'),
      icon: 'send',
      keys: 'r',
      ...can(!!here && mayWrite(here)),
      run: () => focusComposer('reply'),
    },
    {
      id: 'note',
      group,
      words: t('composer.note_instead'),
      icon: 'lock',
      keys: 'n',
      ...can(!!here),
      run: () => focusComposer('note'),
    },
    {
      id: 'canned',
      group,
      words: t('composer.canned'),
      icon: 'slash',
      keys: '/',
      ...can(!!here && mayWrite(here)),
      run: () => focusComposer('canned'),
    },
    {
      id: 'transfer',
      group,
      words: t('actions.transfer'),
      icon: 'transfer',
      keys: 't',
      ...can(!!here && mayDecide(here)),
      run: openTransferDialog,
    },
    {
      id: 'close',
      group,
      words: t('actions.close'),
      icon: 'check',
      keys: 'e',
      ...can(!!here && mayDecide(here)),
      run: openCloseDialog,
    },
    {
      id: 'join',
      group,
      words: t('talk.join'),
      icon: 'people',
      ...can(!!here && mayJoin(here)),
      run: () => here && void join(here),
    },
    {
      id: 'take_over',
      group,
      words: t('talk.take_over'),
      icon: 'people',
      ...can(!!here && mayTakeOver(here)),
      run: () => here && void take(here),
    },
    {
      id: 'reopen',
      group,
      words: t('talk.reopen'),
      icon: 'refresh',
      ...can(here?.status === 'closed'),
      run: () => here && void reopen(here.id),
    },
  ]
}

function forLists(): Action[] {
  const group: Group = 'list'
  return [
    { id: 'next', group, words: t('keys.next'), icon: 'down', keys: 'j', run: () => step(1) },
    { id: 'previous', group, words: t('keys.previous'), icon: 'up', keys: 'k', run: () => step(-1) },
    { id: 'take_next', group, words: t('inbox.take_next'), icon: 'next', keys: 'g', run: () => void takeNext() },
  ]
}

function everywhere(): Action[] {
  const group: Group = 'everywhere'
  const online = wantedPresence.value === 'online'
  const dark = document.documentElement.dataset.theme === 'dark'
  const single = settings.value.single_keys !== false
  const enter = settings.value.enter_sends !== false
  const change = (changes: Parameters<typeof changeSettings>[0]): void => void changeSettings(changes).catch(toastError)
  const list: Action[] = [
    { id: 'palette', group, words: t('keys.palette'), icon: 'search', keys: 'mod+k', run: () => openPalette() },
    ...railViews().map((view, index): Action => ({
      id: `go_${view.paths[0]}`,
      group,
      words: t('keys.go', { name: t(view.title) }),
      icon: view.nav?.icon ?? 'right',
      keys: index < 9 ? String(index + 1) : undefined,
      run: () => go(view.paths[0] ?? '/'),
    })),
    { id: 'sheet', group, words: t('keys.title'), icon: 'keys', keys: '?', run: openKeySheet },
    {
      id: 'presence',
      group,
      words: t(online ? 'actions.go_away' : 'inbox.go_online'),
      icon: 'user',
      run: () => void setPresence(online ? 'away' : 'online'),
    },
    {
      id: 'sound',
      group,
      words: t(soundOn.value ? 'actions.sound_off' : 'actions.sound_on'),
      icon: soundOn.value ? 'sound-off' : 'sound',
      run: toggleSound,
    },
    { id: 'hear', group, words: t('sound.hear'), icon: 'bell', run: () => hear('ring') },
    {
      id: 'theme',
      group,
      words: t(dark ? 'me.theme_light' : 'me.theme_dark'),
      icon: dark ? 'sun' : 'moon',
      run: () => change({ theme: dark ? 'light' : 'dark' }),
    },
    {
      id: 'single_keys',
      group,
      words: t(single ? 'actions.single_keys_off' : 'actions.single_keys_on'),
      icon: 'keys',
      run: () => change({ single_keys: !single }),
    },
    {
      id: 'enter_sends',
      group,
      words: t(enter ? 'actions.enter_breaks' : 'actions.enter_sends'),
      icon: 'send',
      run: () => change({ enter_sends: !enter }),
    },
    { id: 'sign_out', group, words: t('me.sign_out'), icon: 'leave', run: () => void signOut().catch(toastError) },
  ]
  if (notificationState.value === 'default') {
    list.push({
      id: 'notify',
      group,
      words: t('notify.ask'),
      icon: 'bell',
      run: () => void askForNotifications().catch(toastError),
    })
  }
  return list
}

export const actions = computed<Action[]>(() => [...forConversation(), ...forLists(), ...everywhere()])

export const currentName = computed(() => (current.value ? visitorName(current.value) : ''))
