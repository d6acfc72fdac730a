import { Problem, problemOf, type Picture } from '@veillee/shared/api';
import { prepare } from './prepare.ts';

const answer_ms_max = 70_000;

/** One picture on its way to the place: shown from the phone meanwhile, and there to be sent once it is ready. */
export class Upload {
  state = $state<'preparing' | 'sending' | 'ready' | 'failed'>('preparing');
  percent = $state(0);
  /** This browser cannot show it; the place may still read it. */
  unreadable = $state(false);
  wrong = $state.raw<unknown>(null);
  /** An address of this page's own, to show it by. */
  readonly shown: string;
  id = '';
  #request: XMLHttpRequest | null = null;

  constructor(readonly file: File) {
    this.shown = URL.createObjectURL(file);
    void this.start();
  }

  async start(): Promise<void> {
    this.wrong = null;
    this.percent = 0;
    this.state = 'preparing';
    const body = await prepare(this.file);
    this.state = 'sending';
    try {
      this.id = (await this.#send(body)).id;
      this.state = 'ready';
    } catch (problem) {
      this.wrong = problem;
      this.state = 'failed';
    }
  }

  /** It is not wanted any more, or was sent. */
  end(): void {
    this.#request?.abort();
    URL.revokeObjectURL(this.shown);
  }

  /** `fetch` does not tell how far an upload has come. */
  #send(body: Blob): Promise<Picture> {
    const request = (this.#request = new XMLHttpRequest());
    return new Promise((resolve, reject) => {
      const offline = () => reject(new Problem('offline', 0, 'The server cannot be reached.'));
      request.open('POST', '/api/v1/pictures');
      request.timeout = answer_ms_max;
      request.upload.onprogress = (event) => (this.percent = Math.round((100 * event.loaded) / (event.total || 1)));
      request.onerror = request.ontimeout = request.onabort = offline;
      request.onload = () => {
        if (request.status === 201) resolve(JSON.parse(request.responseText) as Picture);
        else reject(problemOf(request, request.responseText));
      };
      request.send(body);
    });
  }
}
