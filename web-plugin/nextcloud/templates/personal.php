<?php

declare(strict_types=1);

// A person's Countersign ID in their security settings: how it stands, and what they may change. src/personal.ts does what is pressed.

/**
 * Given by PersonalSettings; also rendered alone, for the script to show what has changed.
 *
 * @var \OCP\IL10N $l
 * @var array{standing: \OCA\Countersign\Personal\Standing, base: string, linkBase: string, serverHost: string, confirmAt: string} $_
 */

use OCA\Countersign\Personal\State;
use OCA\Countersign\Settings\BackupCodes;

\OCP\Util::addStyle('countersign', 'challenge');
\OCP\Util::addStyle('countersign', 'dialog');
\OCP\Util::addStyle('countersign', 'personal');
\OCP\Util::addScript('countersign', 'personal');

$standing = $_['standing'];
$pending = $standing->pending;
$sentence = match ($standing->state) {
	State::Unavailable => $l->t('The approval on the phone is not available to you.'),
	State::NotSetUp => $l->t('Not set up: your logins are not confirmed on a phone.'),
	State::Assigned => $l->t('An ID was assigned to you. No phone has confirmed it yet: the first one to approve is linked to your account.'),
	State::On => $l->t('Your logins are confirmed on your phone.'),
	State::Off => $l->t('Switched off: your logins are not confirmed on a phone. Your ID is kept.'),
};
$mayNothing = !$standing->mayLink && !$standing->mayEnable && !$standing->mayDisable && !$standing->mustStayOn;
?>
<div id="countersign-personal" data-base="<?php p($_['base']); ?>" data-link-base="<?php p($_['linkBase']); ?>" data-confirm-at="<?php p($_['confirmAt']); ?>">
<p class="countersign-said" id="countersign-said" role="status"></p>
<div class="countersign-now" data-state="<?php p($standing->state->value); ?>" data-own="<?php p((string)$standing->userId); ?>" data-pending="<?php p($pending === null ? '' : $pending->userId); ?>">
<p class="countersign-state countersign-state--<?php p($standing->state->value); ?>" tabindex="-1"><?php p($sentence); ?></p>
<?php if ($standing->userId !== null) { ?>
<dl class="countersign-facts">
	<div>
		<dt><?php p($l->t('My Countersign ID')); ?></dt>
		<dd class="countersign-id"><?php p($standing->userId); ?></dd>
	</div>
<?php if ($standing->linkedAt !== null && $standing->phones === []) { ?>
	<div>
		<dt><?php p($l->t('Linked on')); ?></dt>
		<dd><?php p((string)$l->l('datetime', $standing->linkedAt, ['width' => 'medium|short'])); ?></dd>
	</div>
<?php } ?>
<?php if ($standing->phones !== []) { ?>
	<div>
		<dt><?php p($l->t('Linked phones')); ?></dt>
		<dd>
			<ol class="countersign-phones">
<?php foreach ($standing->phones as $thumbprint => $linkedAt) { ?>
				<li>
					<code><?php p(substr($thumbprint, 0, 8)); ?></code>
					<span><?php p($l->t('linked on %s', [(string)$l->l('datetime', $linkedAt, ['width' => 'medium|short'])])); ?></span>
<?php if ($standing->mayForget) { ?>
					<button type="button" data-do="forget" data-thumbprint="<?php p($thumbprint); ?>" aria-label="<?php p($l->t('Forget the phone %s', [substr($thumbprint, 0, 8)])); ?>"><?php p($l->t('Forget')); ?></button>
<?php } ?>
				</li>
<?php } ?>
			</ol>
		</dd>
	</div>
<?php } ?>
</dl>
<?php } ?>
<?php if ($pending !== null) { ?>
<div class="countersign-pending" role="group" aria-labelledby="countersign-pending-title">
	<p id="countersign-pending-title"><?php p($l->t('Still to be confirmed:')); ?> <strong class="countersign-id"><?php p($pending->userId); ?></strong></p>
	<p><?php p($pending->created
		? $l->t('When your phone is set up, confirm the ID with it. Nothing changes before.')
		: $l->t('Confirm the ID with its phone. Nothing changes before.')); ?></p>
	<p class="countersign-buttons">
		<button type="button" class="primary" data-do="prove"><?php p($l->t('Confirm with your phone')); ?></button>
		<button type="button" data-do="leave"><?php p($l->t('Not now')); ?></button>
	</p>
</div>
<?php } ?>
<?php if (($standing->mayLink || $standing->mayConfirm) && $standing->state !== State::On && $standing->backupCodes !== BackupCodes::Ignore) { ?>
<p class="countersign-note">
	<?php p($standing->backupCodes === BackupCodes::Require
		? $l->t('Before a phone can be linked you need backup codes: with one of them you can log in when the phone is lost.')
		: $l->t('Make backup codes first: with one of them you can log in when the phone is lost.')); ?>
	<a href="#generate-backup-codes"><?php p($l->t('Go to the backup codes')); ?></a>
</p>
<?php } ?>
<?php if ($standing->mayConfirm && $pending === null) { ?>
<p class="countersign-buttons">
	<button type="button"<?php if ($standing->linkedAt === null) { ?> class="primary"<?php } ?> data-do="confirm"><?php p($standing->linkedAt === null
		? $l->t('Confirm with your phone')
		: $l->t('Link another phone')); ?></button>
</p>
<?php } ?>
<?php if ($standing->mayLink) { ?>
<?php if ($standing->userId !== null) { ?>
<details class="countersign-change">
<summary><?php p($l->t('Change the ID')); ?></summary>
<p><?php p($l->t('Your ID stays as it is until a phone has confirmed the new one.')); ?></p>
<?php } ?>
<form class="countersign-choose">
<?php if ($standing->mayTypeId) { ?>
	<label class="countersign-field">
		<span><?php p($l->t('Countersign ID')); ?></span>
		<input type="text" name="userId" value="<?php p($standing->userId === null ? (string)$standing->proposedId : ''); ?>" required maxlength="190" autocomplete="off" autocapitalize="none" spellcheck="false">
	</label>
<?php } else { ?>
	<p><?php p($l->t('Your Countersign ID will be:')); ?> <strong class="countersign-id"><?php p((string)$standing->proposedId); ?></strong></p>
<?php } ?>
	<p class="countersign-buttons">
<?php if ($standing->mayCreate) { ?>
		<button type="submit" name="do" value="create"<?php if ($standing->userId === null) { ?> class="primary"<?php } ?>><?php p($l->t('Create it and set up a phone')); ?></button>
<?php } ?>
		<button type="submit" name="do" value="choose"><?php p($l->t('I have this ID already')); ?></button>
	</p>
	<p class="countersign-soft"><?php p($l->t('A new phone is set up at %s; from there you come back here.', [$_['serverHost']])); ?></p>
</form>
<?php if ($standing->userId !== null) { ?>
</details>
<?php } ?>
<?php } ?>
<?php if ($standing->mayEnable) { ?>
<p class="countersign-buttons"><button type="button" class="primary" data-do="enable"><?php p($l->t('Switch on')); ?></button></p>
<?php } ?>
<?php if ($standing->mayDisable) { ?>
<p class="countersign-buttons"><button type="button" data-do="disable"><?php p($l->t('Switch off')); ?></button></p>
<?php } elseif ($standing->mustStayOn) { ?>
<p class="countersign-soft"><?php p($l->t('It cannot be switched off: a second factor is required for your account, and this is your only one.')); ?></p>
<?php } ?>
<?php if ($mayNothing) { ?>
<p class="countersign-soft"><?php p(match ($standing->state) {
	State::Unavailable => $l->t('If you would like to use it, ask the admins of this Nextcloud.'),
	State::NotSetUp => $l->t('To get a Countersign ID, ask the admins of this Nextcloud.'),
	default => $l->t('To change the ID or to switch it on or off, ask the admins of this Nextcloud.'),
}); ?></p>
<?php } ?>
<noscript><p class="countersign-note"><?php p($l->t('To change something, this page needs JavaScript.')); ?></p></noscript>
</div>
</div>
