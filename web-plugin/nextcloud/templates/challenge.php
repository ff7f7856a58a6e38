<?php

declare(strict_types=1);

// What a person sees between password and files: the element with the access pass, and Nextcloud's own form that it ends with.

/**
 * Given by the provider:
 *  - `connected` bool: whether anybody can be asked at all (Settings::isConnected)
 *  - `proven` bool: the session holds a proof already, so nobody is asked: the form goes at once (Proofs; looked at, not taken)
 *  - `fault` ?string: one sentence why asking would be in vain; null: ask
 *  - `base` string: path of `start`, `state`, `cancel`, `ways` and `complete`, without a slash at the end
 *  - `chooserUrl` ?string: path of core.TwoFactorChallenge.selectChallenge; null for whoever has no other factor than this
 *    and backup codes (to those Nextcloud's own frame has a link already)
 *  - `first` bool: no phone has approved a login with this ID here yet
 *  - `keptRedirectUrl` ?string: `redirect_url` as an earlier page of this login had it: the authenticator on the same phone,
 *    and the set-up page, come back to the bare path
 * Given by Nextcloud: `redirect_url` ?string, as the address has it.
 *
 * @var \OCP\IL10N $l
 * @var array{connected: bool, proven: bool, fault: ?string, base: string, chooserUrl: ?string, keptRedirectUrl: ?string, first: bool, redirect_url?: ?string} $_
 */

\OCP\Util::addStyle('countersign', 'challenge');
$redirectUrl = $_['redirect_url'] ?? $_['keptRedirectUrl'];
$chooserUrl = $_['chooserUrl'];
if ($chooserUrl !== null && $redirectUrl !== null) {
	$chooserUrl .= '?redirect_url=' . rawurlencode($redirectUrl);
}
$notice = $_['connected'] ? $_['fault'] : $l->t('The approval on the phone has not been set up in this Nextcloud yet. Please ask the admins.');
?>
<?php if ($notice !== null) { ?>
<p class="countersign-notice" role="alert"><?php p($notice); ?></p>
<?php if ($chooserUrl !== null) { ?>
<p><a class="two-factor-secondary" href="<?php p($chooserUrl); ?>"><?php p($l->t('Use another way')); ?></a></p>
<?php } ?>
<?php } else { ?>
<?php \OCP\Util::addScript('countersign', 'challenge'); ?>
<form class="countersign-approved" method="post"<?php if (!$_['proven']) { ?> hidden<?php } ?>>
	<input type="hidden" name="challenge" value="approved">
<?php if ($redirectUrl !== null) { ?>
	<input type="hidden" name="redirect_url" value="<?php p($redirectUrl); ?>">
<?php } ?>
<?php if ($_['proven']) { ?>
	<button class="primary two-factor-submit" type="submit"><?php p($l->t('Continue')); ?></button>
<?php } ?>
</form>
<?php if (!$_['proven']) { ?>
<countersign-login base="<?php p($_['base']); ?>" auto>
<?php if ($chooserUrl !== null) { ?>
	<a slot="other-ways" href="<?php p($chooserUrl); ?>"><?php p($l->t('Use another way')); ?></a>
<?php } ?>
</countersign-login>
<p class="countersign-next" role="status"></p>
<template data-ending="unreachable"><?php p($l->t('If your phone cannot be asked for longer, use a backup code or another way, or ask the admins.')); ?></template>
<template data-ending="not_linked"><?php p($l->t('To link a new phone, log in with your old phone, a backup code or another way, and open the security settings. If you can do none of that, ask the admins.')); ?></template>
<?php if ($_['first']) { ?>
<p class="countersign-first"><?php p($l->t('Your phone approves a login here for the first time and is then linked to your account. If you have not set up a phone for it yet, ask the admins.')); ?></p>
<?php } ?>
<noscript><p class="countersign-notice"><?php p($l->t('To ask your phone, this page needs JavaScript.')); ?></p></noscript>
<?php } ?>
<?php } ?>
