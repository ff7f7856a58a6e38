<?php

declare(strict_types=1);

// Third part of the administration page: who sets themselves up, and by which ID. That somebody must is Nextcloud's own setting.

use OCA\Countersign\Settings\Scope;

/** @var \OCP\IL10N $l */
/** @var array $_ */
$settings = $_['settings'];
$enforcement = $_['enforcement'];
?>
<section class="section" id="countersign-onboarding" aria-labelledby="countersign-onboarding-title">
	<h2 id="countersign-onboarding-title"><?php p($l->t('Onboarding')); ?></h2>
	<p class="settings-hint">
		<?php
		if (!$enforcement->isOn()) {
			p($l->t('Nextcloud demands a second factor of nobody: people may set themselves up, but need not.'));
		} elseif ($enforcement->enforcedGroups() !== []) {
			p($l->t('Nextcloud demands a second factor of the members of: %s.', [implode(', ', $enforcement->enforcedGroups())]));
		} elseif ($enforcement->excludedGroups() !== []) {
			p($l->t('Nextcloud demands a second factor of everybody but the members of: %s.', [implode(', ', $enforcement->excludedGroups())]));
		} else {
			p($l->t('Nextcloud demands a second factor of everybody.'));
		}
		?>
		<a href="<?php p($_['enforcementAt']); ?>"><?php p($l->t('Change this in the security settings of Nextcloud')); ?></a>
	</p>
	<form novalidate>
		<?php print_unescaped($this->inc('admin/scope', [
			'title' => $l->t('Who may set themselves up, having no ID yet'),
			'hint' => '',
			'name' => 'onboarding',
			'scopes' => [Scope::Nobody->value => $l->t('Nobody: only administrators'), Scope::Everybody->value => $l->t('Everybody'), Scope::Groups->value => $l->t('Members of these groups')],
			'chosen' => $settings->onboarding->value,
			'groups' => $settings->onboardingGroups,
		])); ?>
		<label class="countersign-field">
			<span><?php p($l->t('Pattern of the IDs')); ?></span>
			<input type="text" name="idPattern" autocomplete="off" spellcheck="false" required value="<?php p($settings->idPattern); ?>">
			<small><?php p($l->t('{uid} is the user name, {email} the email address, {emailname} what stands before the @, {domain} what stands after it.')); ?></small>
			<small><?php p($l->t('Use email addresses only where people cannot change their own: whoever enters somebody else\'s is given that ID.')); ?></small>
		</label>
		<label class="countersign-field">
			<span><?php p($l->t('Example for')); ?> <em><?php p($l->t('user name; empty: an invented one')); ?></em></span>
			<input type="text" name="exampleUid" autocomplete="off" spellcheck="false" list="countersign-example-people">
			<datalist id="countersign-example-people"></datalist>
			<output class="countersign-example" aria-live="polite"></output>
		</label>
		<label class="countersign-choice">
			<input type="checkbox" name="mayChooseId" <?php if ($settings->mayChooseId) { ?>checked<?php } ?>>
			<span><?php p($l->t('Let people choose their ID instead')); ?><small><?php p($l->t('Good for those who have a Countersign ID already. They prove it by an approval on its phone.')); ?></small></span>
		</label>
		<label class="countersign-choice">
			<input type="checkbox" name="setUpAtLogin" <?php if ($settings->setUpAtLogin) { ?>checked<?php } ?>>
			<span><?php p($l->t('Lead to the set-up of a phone at the login')); ?><small><?php p($l->t('For people without phone and without another second factor. Whoever knows only the password of such a person could set up a phone of their own: demand it soon after handing out passwords.')); ?></small></span>
		</label>
		<div class="countersign-buttons"><button type="submit" class="primary"><?php p($l->t('Save')); ?></button></div>
		<p class="countersign-said" role="status"></p>
	</form>
</section>
