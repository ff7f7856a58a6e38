// The challenge page: whoever has approved on the phone, now or a moment ago while setting it up, goes on by Nextcloud's own form, once.
import type { CountersignLogin } from '@countersign/web-plugin/element'
import { bringToLife } from './login-element.js'

const form = document.querySelector<HTMLFormElement>('form.countersign-approved')
const login = document.querySelector<CountersignLogin>('countersign-login')

// Nextcloud takes five of these in a hundred seconds, right ones too: nothing else here posts to it.
if (login !== null) void bringToLife(login, () => form?.submit())
else form?.submit()
