<?php

declare(strict_types=1);

// Second part of the administration page: who may do what, and whose word counts. Decided in PHP; this only shows it.

use OCA\Countersign\Settings\BackupCodes;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Settings\Trust;

/** @var \OCP\IL10N $l */
/** @var array $_ */
$settings = $_['settings'];
$everybody = [Scope::Everybody->value => $l->t('Everybody'), Scope::Groups->value => $l->t('Members of these groups')];
$trusts = [
	[Trust::Phones, $l->t('Only phones that were linked here'), $l->t('Safest: not even the server can let anybody in. A new phone is linked in the personal settings, or after “Forget phones” at the next login.')],
	[Trust::Server, $l->t('Every phone that the server knows for the person'), $l->t('A new phone works at once. Its signature is checked here all the same.')],
];
$codes = [
	[BackupCodes::Require, $l->t('Demand them: no phone is set up without')],
	[BackupCodes::Remind, $l->t('Remind of them')],
	[BackupCodes::Ignore, $l->t('Say nothing')],
];
?>
<section class="section" id="countersign-permissions" aria-labelledby="countersign-permissions-title">
	<h2 id="countersign-permissions-title"><?php p($l->t('Permissions')); ?></h2>
	<form novalidate>
		<?php
		print_unescaped($this->inc('admin/scope', [
			'title' => $l->t('Who can use Countersign'),
			'hint' => $l->t('Whoever is in none of the groups is not asked at a login, also with an ID.'),
			'name' => 'use',
			'scopes' => $everybody,
			'chosen' => $settings->useGroups === [] ? Scope::Everybody->value : Scope::Groups->value,
			'groups' => $settings->useGroups,
		]));
		print_unescaped($this->inc('admin/scope', [
			'title' => $l->t('Who may change their own ID and switch it off'),
			'hint' => '',
			'name' => 'edit',
			'scopes' => [Scope::Nobody->value => $l->t('Nobody: only administrators')] + $everybody,
			'chosen' => $settings->edit->value,
			'groups' => $settings->editGroups,
		]));
		?>
		<fieldset>
			<legend><?php p($l->t('Which phones count')); ?></legend>
			<?php foreach ($trusts as [$trust, $label, $hint]) { ?>
			<label class="countersign-choice">
				<input type="radio" name="trust" value="<?php p($trust->value); ?>" <?php if ($trust === $settings->trust) { ?>checked<?php } ?>>
				<span><?php p($label); ?><small><?php p($hint); ?></small></span>
			</label>
			<?php } ?>
		</fieldset>
		<fieldset>
			<legend><?php p($l->t('Backup codes of Nextcloud, for a lost phone')); ?></legend>
			<?php foreach ($codes as [$code, $label]) { ?>
			<label class="countersign-choice">
				<input type="radio" name="backupCodes" value="<?php p($code->value); ?>" <?php if ($code === $settings->backupCodes) { ?>checked<?php } ?>>
				<span><?php p($label); ?></span>
			</label>
			<?php } ?>
		</fieldset>
		<div class="countersign-buttons"><button type="submit" class="primary"><?php p($l->t('Save')); ?></button></div>
		<p class="countersign-said" role="status"></p>
	</form>
</section>
