// Every sentence about the browsers that login pages know somebody by, at /me and at the console.
import { inBoth } from '../text/language.js'

export const browsersText = inBoth(
  {
    mine: {
      title: 'Browsers you are known by',
      lead: 'Each keeps a key at one app’s login page, and your phone says so when it asks. A page that only looks like it has no such key: your phone calls it a new browser.',
      none: 'None yet. A browser is added by itself when you sign in.',
    },
    theirs: {
      title: 'Known browsers',
      lead: 'Login pages know these; of any other the phone says “new browser”.',
      none: 'None.',
    },
    at: (app: string) => `at ${app}`,
    unknownApp: 'an app that is gone',
    unknown: 'A browser',
    waiting: 'Waiting',
    waitingLead:
      'No phone of yours was in its network yet. Say that it is yours only if you know where it was; forget it otherwise.',
    waitingTheirs: 'No phone was in its network yet; its owner can say at /me that it is theirs.',
    used: (ago: string) => `last ${ago}`,
    since: (date: string) => `since ${date}`,
    trust: 'This is mine',
    trustThat: (browser: string) => `This is mine: ${browser}`,
    trusted: 'Your phone will know it.',
    forget: 'Forget',
    forgetThat: (browser: string) => `Forget ${browser}`,
    forgotten: 'At its next login it is a new browser.',
  },
  {
    mine: {
      title: 'Browser, an denen du erkannt wirst',
      lead: 'Jeder bewahrt auf der Anmeldeseite einer App einen Schlüssel auf, und dein Handy sagt es dir, wenn es fragt. Eine Seite, die nur so aussieht, hat keinen: Dein Handy nennt sie einen neuen Browser.',
      none: 'Noch keine. Ein Browser kommt von selbst dazu, wenn du dich anmeldest.',
    },
    theirs: {
      title: 'Bekannte Browser',
      lead: 'Diese kennen die Anmeldeseiten; bei jedem anderen sagt das Handy „neuer Browser“.',
      none: 'Keine.',
    },
    at: (app) => `bei ${app}`,
    unknownApp: 'einer App, die es nicht mehr gibt',
    unknown: 'Ein Browser',
    waiting: 'Wartet',
    waitingLead:
      'Noch war keines deiner Handys in seinem Netz. Sag nur, dass er deiner ist, wenn du weißt, wo er war; sonst vergiss ihn.',
    waitingTheirs: 'Noch war kein Handy in seinem Netz; wem er gehört, kann es unter /me sagen.',
    used: (ago) => `zuletzt ${ago}`,
    since: (date) => `seit ${date}`,
    trust: 'Das ist meiner',
    trustThat: (browser) => `Das ist meiner: ${browser}`,
    trusted: 'Dein Handy kennt ihn jetzt.',
    forget: 'Vergessen',
    forgetThat: (browser) => `${browser} vergessen`,
    forgotten: 'Bei der nächsten Anmeldung ist er ein neuer Browser.',
  },
)
