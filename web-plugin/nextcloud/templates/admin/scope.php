<?php

declare(strict_types=1);

// A choice of people: nobody, everybody, or some groups, which are looked for at the server as somebody types.

/** @var \OCP\IL10N $l */
/** @var array $_ title, hint, name, scopes (value => label), chosen, groups */
?>
<fieldset class="countersign-scope" data-scope="<?php p($_['name']); ?>">
	<legend><?php p($_['title']); ?></legend>
	<?php if ($_['hint'] !== '') { ?><p class="settings-hint"><?php p($_['hint']); ?></p><?php } ?>
	<?php foreach ($_['scopes'] as $value => $label) { ?>
	<label class="countersign-choice">
		<input type="radio" name="<?php p($_['name']); ?>" value="<?php p($value); ?>" <?php if ($value === $_['chosen']) { ?>checked<?php } ?>>
		<span><?php p($label); ?></span>
	</label>
	<?php } ?>
	<div class="countersign-groups" data-groups="<?php p(json_encode(array_map(static fn (string $gid): array => ['gid' => $gid, 'name' => $_['groupNames'][$gid] ?? $gid], $_['groups']))); ?>"></div>
</fieldset>
