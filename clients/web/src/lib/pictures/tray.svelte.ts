import { allowance } from './allowance.svelte.ts';
import { Upload } from './upload.svelte.ts';

export const pictures_max = 4;

/** The pictures that go with the next message of a conversation. */
export class Tray {
  uploads = $state.raw<Upload[]>([]);
  /** More were chosen than one message carries. */
  full = $state(false);
  /** Somebody wanted to choose one and may not: it is said why. */
  explained = $state(false);
  /** Somebody wanted to send what is not ready. */
  hasty = $state(false);

  get ready(): boolean {
    return this.uploads.every((one) => one.state === 'ready');
  }

  /** Pictures from the clipboard. */
  paste(event: ClipboardEvent): void {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    if (this.may()) this.add(files);
  }

  /** Whether one may be chosen now; says why not. */
  may(): boolean {
    this.explained = allowance.why !== '';
    return !this.explained;
  }

  add(files: Iterable<File>): void {
    const chosen = [...files].filter((file) => file.type.startsWith('image/') || !file.type);
    const room = pictures_max - this.uploads.length;
    this.full = chosen.length > room;
    this.uploads = [...this.uploads, ...chosen.slice(0, room).map((file) => new Upload(file))];
  }

  remove(one: Upload): void {
    one.end();
    this.full = false;
    this.uploads = this.uploads.filter((other) => other !== one);
  }

  /** They go with a message; whoever takes them ends them. */
  take(): Upload[] {
    const taken = this.uploads;
    this.uploads = [];
    this.full = false;
    return taken;
  }

  /** Words of mine come back to be written anew, and these with them. */
  putBack(uploads: readonly Upload[]): void {
    this.uploads = [...uploads, ...this.uploads].slice(0, pictures_max);
  }
}
