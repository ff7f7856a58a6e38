<?php

declare(strict_types=1);

// Last part of the administration page: what people read at a login.

/** @var \OCP\IL10N $l */
/** @var array $_ */
$settings = $_['settings'];
?>
<section class="section" id="countersign-names" aria-labelledby="countersign-names-title">
	<h2 id="countersign-names-title"><?php p($l->t('Name and help')); ?></h2>
	<form novalidate>
		<label class="countersign-field">
			<span><?php p($l->t('Name of the service')); ?></span>
			<input type="text" name="serviceName" maxlength="64" placeholder="Countersign" value="<?php p($settings->serviceName); ?>">
			<small><?php p($l->t('What people read when they choose a second factor.')); ?></small>
		</label>
		<label class="countersign-field">
			<span><?php p($l->t('Help text')); ?></span>
			<textarea name="helpText" rows="3" maxlength="1000"><?php p($settings->helpText); ?></textarea>
			<small><?php p($l->t('Stands below the access pass, e.g. where the help desk is. Empty: what the server says.')); ?></small>
		</label>
		<div class="countersign-buttons"><button type="submit" class="primary"><?php p($l->t('Save')); ?></button></div>
		<p class="countersign-said" role="status"></p>
	</form>
</section>
