// The part of a service worker's world that is used here: TypeScript's own library for it cannot stand beside that of pages.

/** An event that the browser keeps the worker alive for. */
export interface LastingEvent {
  waitUntil(work: Promise<unknown>): void
}

export interface FetchEvent extends LastingEvent {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

/** W3C Push API §10.4; without data where the sender gave none. */
export interface PushEvent extends LastingEvent {
  readonly data: { text(): string } | null
}

export interface TapEvent extends LastingEvent {
  /** Which button; empty: the notification itself. */
  readonly action: string
  readonly notification: Shown
}

export interface MessageEventOfPage extends LastingEvent {
  readonly data: unknown
}

/** A notification that is on the screen. */
export interface Shown {
  readonly tag: string
  readonly data: unknown
  close(): void
}

/** TypeScript's library of pages leaves out what only workers may ask for (WHATWG Notifications §3). */
export interface NotificationWish extends NotificationOptions {
  readonly actions?: readonly { readonly action: string; readonly title: string }[]
  readonly renotify?: boolean
  readonly timestamp?: number
}

/** A page of ours that is open. */
export interface AppWindow {
  readonly url: string
  readonly focused: boolean
  readonly visibilityState: 'hidden' | 'visible'
  focus(): Promise<unknown>
  postMessage(message: unknown, transfer?: readonly MessagePort[]): void
}

export interface Windows {
  matchAll(options: {
    readonly type: 'window'
    readonly includeUncontrolled: boolean
  }): Promise<readonly AppWindow[]>
  openWindow(url: string): Promise<unknown>
  claim(): Promise<void>
}

export interface Registration {
  readonly pushManager: PushManager
  showNotification(title: string, options: NotificationWish): Promise<void>
}

export interface WorkerScope {
  readonly location: { readonly origin: string }
  readonly registration: Registration
  readonly clients: Windows
  readonly caches: CacheStorage
  readonly navigator: Navigator
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: LastingEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  addEventListener(type: 'message', listener: (event: MessageEventOfPage) => void): void
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void
  addEventListener(type: 'notificationclick', listener: (event: TapEvent) => void): void
  addEventListener(type: 'pushsubscriptionchange', listener: (event: LastingEvent) => void): void
}
