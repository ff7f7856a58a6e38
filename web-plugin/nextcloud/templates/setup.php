<?php

declare(strict_types=1);

// The set-up at a login where a second factor is demanded: which ID, and how its phone confirms it. src/setup.ts does what is pressed.

/**
 * Given by LoginSetup.
 *  - `next` string: path of our challenge page; there the login goes on when the phone has confirmed
 *  - `serverHost` string: where a new phone is set up
 *  - `allWaysUrl` string: path of Nextcloud's list of second factors that can be set up
 *  - `backupCodesUrl` string: path of the challenge page of the backup codes
 *
 * @var \OCP\IL10N $l
 * @var array{setUp: \OCA\Countersign\Personal\FirstSetUp, base: string, next: string, serverHost: string, allWaysUrl: string, backupCodesUrl: string} $_
 */

\OCP\Util::addStyle('countersign', 'challenge');
\OCP\Util::addStyle('countersign', 'setup');
$setUp = $_['setUp'];
$pending = $setUp->pending;
?>
<?php if ($setUp->possible) { ?>
<?php \OCP\Util::addScript('countersign', 'setup'); ?>
<div id="countersign-setup" data-base="<?php p($_['base']); ?>" data-next="<?php p($_['next']); ?>" data-pending="<?php p($pending === null ? '' : $pending->userId); ?>">
<form class="countersign-choose"<?php if ($pending !== null) { ?> hidden<?php } ?>>
	<p><?php p($setUp->isAssigned
		? $l->t('Logins here are confirmed on the phone. Confirm your Countersign ID with the phone it was set up on.')
		: $l->t('Logins here are confirmed on the phone: you pick the access pass there that the login page shows.')); ?></p>
<?php if ($setUp->mayTypeId) { ?>
	<label class="countersign-field">
		<span><?php p($l->t('Countersign ID')); ?></span>
		<input type="text" name="userId" value="<?php p((string)$setUp->userId); ?>" required maxlength="190" autocomplete="off" autocapitalize="none" spellcheck="false">
	</label>
<?php } else { ?>
	<p class="countersign-own"><?php p($setUp->isAssigned ? $l->t('My Countersign ID') : $l->t('Your Countersign ID will be:')); ?> <strong class="countersign-id"><?php p((string)$setUp->userId); ?></strong></p>
<?php } ?>
	<p class="countersign-fault" role="alert"></p>
	<div class="countersign-buttons">
<?php if ($setUp->mayCreate) { ?>
		<button type="submit" class="primary" name="do" value="create"><?php p($l->t('Set up on my phone')); ?></button>
		<button type="submit" name="do" value="choose"><?php p($l->t('I have this ID already')); ?></button>
<?php } else { ?>
		<button type="submit" class="primary" name="do" value="choose"><?php p($l->t('Confirm with your phone')); ?></button>
<?php } ?>
	</div>
<?php if ($setUp->mayCreate) { ?>
	<p class="countersign-soft"><?php p($l->t('A new phone is set up at %s; from there you come back here.', [$_['serverHost']])); ?></p>
	<p class="countersign-soft"><?php p($l->t('When you are logged in, make the backup codes of Nextcloud in the security settings: with one of them you can log in here when the phone is lost. Codes that you get while setting up the phone do not count here.')); ?></p>
<?php } ?>
</form>
<div class="countersign-prove"<?php if ($pending === null) { ?> hidden<?php } ?>>
	<p tabindex="-1"><span data-otherwise="<?php p($l->t('Confirm this ID with its phone:')); ?>"><?php p($pending !== null && $pending->created
		? $l->t('One more step: confirm the ID with the phone that you have just set up.')
		: $l->t('Confirm this ID with its phone:')); ?></span> <strong class="countersign-id"><?php p($pending === null ? '' : $pending->userId); ?></strong></p>
	<div class="countersign-place"></div>
	<div class="countersign-buttons"><button type="button" data-do="leave"><?php p($l->t('Back')); ?></button></div>
</div>
<noscript><p><?php p($l->t('To ask your phone, this page needs JavaScript.')); ?></p></noscript>
</div>
<?php } else { ?>
<p class="countersign-notice" role="alert"><?php p($l->t('A second factor is required for your account, and you cannot set up the approval on the phone here yourself. Please ask the admins of this Nextcloud.')); ?></p>
<p><a class="two-factor-secondary" href="<?php p($_['allWaysUrl']); ?>"><?php p($l->t('Back')); ?></a></p>
<?php } ?>
<?php if ($setUp->hasBackupCodes) { ?>
<p><a class="two-factor-secondary" href="<?php p($_['backupCodesUrl']); ?>"><?php p($l->t('Log in with a backup code')); ?></a></p>
<?php } ?>
