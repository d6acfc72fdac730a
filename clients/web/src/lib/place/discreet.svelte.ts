import { recall, remember } from '@veillee/shared/keep';
import { words } from '@veillee/shared/words/members';
import lampIcon from './lamp.svg';
import plainIcon from './plain.svg';

/** What the tab shows: the place's name and lamp, or a neutral name and a blank sheet. */
class Discreet {
  on = $state(recall('discreet', ['yes', 'no']) === 'yes');

  choose(on: boolean): void {
    this.on = on;
    remember('discreet', on ? 'yes' : 'no');
  }

  /** Call inside an effect. */
  show(screen: string): void {
    document.title = this.on ? words.now.place.neutralName : screen ? `${screen} · Veillée` : 'Veillée';
    document.querySelector('link[rel=icon]')?.setAttribute('href', this.on ? plainIcon : lampIcon);
  }
}

export const discreet = new Discreet();
