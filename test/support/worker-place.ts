// A service worker's surroundings in memory: notifications that were shown, windows that are open, what was asked of the browser.
import type {
  AppWindow,
  NotificationWish,
  Registration,
  Windows,
} from '@countersign/authenticator/worker/scope'

export interface Shown extends NotificationWish {
  readonly title: string
}

export class WorkerPlace {
  readonly shown: Shown[] = []
  readonly opened: string[] = []
  readonly windows: AppWindow[] = []

  readonly registration: Pick<Registration, 'showNotification'> = {
    showNotification: async (title, options) => {
      this.shown.push({ title, ...options })
    },
  }

  readonly clients: Windows = {
    matchAll: async () => this.windows,
    openWindow: async (url) => {
      this.opened.push(url)
    },
    claim: async () => undefined,
  }

  /** Opens a page; what the worker says to it is answered by `hear`. */
  window(
    url: string,
    hear: (message: unknown, ports: readonly MessagePort[]) => void = () => undefined,
  ): {
    focused: number
  } {
    const page = { focused: 0 }
    this.windows.push({
      url,
      focused: false,
      visibilityState: 'hidden',
      focus: async () => {
        page.focused += 1
      },
      postMessage: (message, ports = []) => hear(message, ports),
    })
    return page
  }

  /** A notification as a tap brings it, with whatever somebody may have put into it. */
  tapped(data: unknown, action = ''): { readonly action: string; readonly notification: TappedNotification } {
    return { action, notification: { tag: '', data, close: () => undefined } }
  }
}

interface TappedNotification {
  readonly tag: string
  readonly data: unknown
  close(): void
}
