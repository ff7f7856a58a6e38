/* The life of a challenge under every interleaving: server workers on one store, the devices of one account,
 * the honest browser in two tabs, an attacker's browser, the clock, and the cancelling of a raised request.
 * Challenge 0 was begun by the owner, challenge 1 by an attacker who knows the password.
 * LINK compiles the pages on the phone: the attacker sends the link of challenge 1 to the owner, who approves it: rightly, since the
 * link brings the secret. The return code goes to a browser of the owner's alone ([LK4]).
 * NAIVE compiles the tempting wrong version, read and then write, and NO_RETURN_CODE a redemption that does not ask for it: both must be
 * found wrong. */
#define NEW 0
#define PENDING 1
#define APPROVED 2
#define DENIED 3
#define MISMATCHED 4
#define EXPIRED 5
#define REDEEMED 6
#define CANCELLED 7
#define LAPSED 8
#define FINAL(s) (s >= DENIED)
#define CHALLENGES 2

byte state[CHALLENGES];
byte logins[CHALLENGES];
byte attackerLogins = 0;
bool timeIsUp[CHALLENGES];
bool denied[CHALLENGES];        /* a deny took effect */
bool wasApprovedRightly[CHALLENGES];
byte codeAt[CHALLENGES];        /* mode link: the browser that the return code came back to, 0 for none */
byte finalState[CHALLENGES];    /* the first final state seen, 0 before */

#define TAB_ONE 1
#define TAB_TWO 2
#define ATTACKERS 3
#define APPROVE 1
#define DENY 0

/* The phone goes back in one browser: the owner's, whatever challenge it approved. */
#ifdef LINK
inline goBack(c) { if :: codeAt[c] = TAB_ONE :: codeAt[c] = TAB_TWO fi }
#else
inline goBack(c) { skip }
#endif
inline settle(c, s) { state[c] = s; if :: FINAL(s) && finalState[c] == 0 -> finalState[c] = s :: else fi }

/* UPDATE challenge SET state = ... WHERE id = ? AND state = 'pending' AND expires_at_ms > now */
inline decide(c, d, right) {
  if
  :: d == APPROVE && state[c] == PENDING && !timeIsUp[c] && right -> settle(c, APPROVED); wasApprovedRightly[c] = true; goBack(c)
  :: d == APPROVE && state[c] == PENDING && !timeIsUp[c] && !right -> settle(c, MISMATCHED)
  :: d == DENY && (state[c] == PENDING || state[c] == APPROVED) -> settle(c, DENIED); denied[c] = true
  :: else -> skip
  fi
}
inline answered(c, d, right) {
#ifdef NAIVE
  seen = state[c];
  if
  :: d == APPROVE && seen == PENDING && !timeIsUp[c] && right -> settle(c, APPROVED); wasApprovedRightly[c] = true; goBack(c)
  :: d == APPROVE && seen == PENDING && !timeIsUp[c] && !right -> settle(c, MISMATCHED)
  :: d == DENY && (seen == PENDING || seen == APPROVED) -> settle(c, DENIED); denied[c] = true
  :: else -> skip
  fi
#else
  atomic { decide(c, d, right) }
#endif
}

/* Answers in flight, from any device through any worker, in any order; two may be the same answer sent again after a lost reply.
 * The person sees challenge 0's access pass only. The sets are disjoint, so that pass never fits challenge 1. */
active [3] proctype AnswerInFlight() {
  byte c; byte d; bool right; byte seen;
  if
  :: c = 0; d = APPROVE; right = true
  :: c = 0; d = APPROVE; right = false
  :: c = 0; d = DENY
  :: c = 1; d = DENY
  :: c = 1; d = APPROVE; right = false   /* a blind tap */
#ifdef LINK
  :: c = 1; d = APPROVE; right = true    /* talked into it by a link */
#endif
  fi;
  (state[c] != NEW);
  answered(c, d, right)
}

active proctype Owner() { atomic { state[0] = PENDING } }
active proctype Attacker() {
  atomic { state[1] = PENDING; if :: state[0] == PENDING -> settle(0, CANCELLED) :: skip fi }  /* raised, or another app */
}
active proctype Clock() {
  byte c = 0;
  do
  :: c < CHALLENGES -> timeIsUp[c] = true;
     atomic { if :: state[c] == PENDING -> settle(c, EXPIRED) :: state[c] == APPROVED -> settle(c, LAPSED) :: else fi }; c++
  :: c < CHALLENGES -> c++
  :: c == CHALLENGES -> break
  od
}

#if defined(LINK) && !defined(NO_RETURN_CODE)
#define RETURNED(c, browser) (codeAt[c] == browser)
#else
#define RETURNED(c, browser) true
#endif
inline redeem(c, browser) {
#ifdef NAIVE
  if
  :: state[c] == APPROVED && RETURNED(c, browser) ->
     logins[c]++; if :: browser == ATTACKERS -> attackerLogins++ :: else fi; settle(c, REDEEMED)
  :: else
  fi
#else
  atomic { if
  :: state[c] == APPROVED && RETURNED(c, browser) ->
     settle(c, REDEEMED); logins[c]++; if :: browser == ATTACKERS -> attackerLogins++ :: else fi
  :: else
  fi }
#endif
}
/* The owner's browsers have one session, of challenge 0; what comes back for challenge 1 finds no session there ([LK5]). */
active proctype TabOne() { redeem(0, TAB_ONE); redeem(0, TAB_ONE) }
active proctype TabTwo() { redeem(0, TAB_TWO) }
active proctype AttackersTab() { redeem(1, ATTACKERS); redeem(1, ATTACKERS) }

active proctype Monitor() {
  do
  :: atomic {
       assert(logins[0] <= 1); assert(logins[1] <= 1);                              /* [ST5] */
       assert(attackerLogins == 0);                                                  /* [ST2] [CH5] */
       assert(!(denied[0] && (state[0] == APPROVED || state[0] == REDEEMED)));       /* [ST4] */
       assert(!(denied[1] && (state[1] == APPROVED || state[1] == REDEEMED)));
       assert(logins[1] == 0);                                                       /* [LK4]: its code went elsewhere */
       assert(!(logins[0] > 0 && !wasApprovedRightly[0]));                           /* [ST2] [ST3] */
       assert(finalState[0] == 0 || finalState[0] == state[0]);                      /* [ST1] final states absorb */
       assert(finalState[1] == 0 || finalState[1] == state[1]);
     }
  od
}
