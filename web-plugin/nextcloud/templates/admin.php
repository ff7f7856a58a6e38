<?php

declare(strict_types=1);

// The administration page: four parts, each with a form of its own. The script src/admin.ts brings them to life.

/** @var \OCP\IL10N $l */
/** @var array $_ */
?>
<div id="countersign-admin" class="countersign-admin"
	data-base="<?php p($_['base']); ?>"
	data-confirm-at="<?php p($_['confirmAt']); ?>"
	data-server-id="<?php p($_['settings']->serverId); ?>"
	data-public-url="<?php p($_['settings']->publicUrl()); ?>">
	<?php foreach (['connection', 'permissions', 'onboarding', 'people', 'names'] as $part) {
		print_unescaped($this->inc('admin/' . $part));
	} ?>
</div>
