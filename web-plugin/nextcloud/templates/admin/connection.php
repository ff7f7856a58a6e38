<?php

declare(strict_types=1);

// First part of the administration page: which server, by which key. The key itself is never written into the page.

/** @var \OCP\IL10N $l */
/** @var array $_ */
$settings = $_['settings'];
$hasKey = $_['keyChangedAt'] !== null;
?>
<section class="section" id="countersign-connection" aria-labelledby="countersign-connection-title">
	<h2 id="countersign-connection-title"><?php p($l->t('Connection')); ?></h2>
	<p class="settings-hint"><?php p($l->t('Countersign asks people at their login to tap the access pass on their phone that they see on the page. For that this Nextcloud needs a Countersign server.')); ?></p>
	<form novalidate>
		<label class="countersign-field">
			<span><?php p($l->t('Address of the server')); ?></span>
			<input type="url" name="serverUrl" inputmode="url" autocomplete="off" spellcheck="false" placeholder="https://id.example.org" required value="<?php p($settings->serverUrl); ?>">
		</label>
		<label class="countersign-field">
			<span><?php p($l->t('API key')); ?></span>
			<input type="password" name="apiKey" <?php if (!$hasKey) { ?>required <?php } ?>autocomplete="new-password" spellcheck="false" placeholder="<?php p($hasKey ? $l->t('Stored. Type a new one to replace it.') : 'cs_…'); ?>">
			<small><?php
			if ($hasKey) {
				p($l->t('Stored encrypted and shown to nobody again. Last change: %s.', [$_['keyChangedOn']]));
			} else {
				p($l->t('The server shows it once:'));
				?> <code>countersign app add Nextcloud --origin <?php p($_['ownOrigin']); ?> --may-enrol</code> <?php
				p($l->t('Without --may-enrol people can be linked, but no new IDs be made from here.'));
			}
			?></small>
		</label>
		<label class="countersign-field">
			<span><?php p($l->t('Fallback address')); ?> <em><?php p($l->t('optional')); ?></em></span>
			<input type="url" name="fallbackUrl" inputmode="url" autocomplete="off" spellcheck="false" value="<?php p($settings->fallbackUrl); ?>">
			<small><?php p($l->t('Asked when the first does not answer: another way to the same server, or its second node.')); ?></small>
		</label>
		<details <?php if ($settings->browserUrl !== '') { ?>open<?php } ?>>
			<summary><?php p($l->t('Browsers reach the server at another address')); ?></summary>
			<label class="countersign-field">
				<span><?php p($l->t('Address for browsers')); ?> <em><?php p($l->t('optional')); ?></em></span>
				<input type="url" name="browserUrl" inputmode="url" autocomplete="off" spellcheck="false" value="<?php p($settings->browserUrl); ?>">
				<small><?php p($l->t('For a server that Nextcloud asks inside the network, and browsers from outside.')); ?></small>
			</label>
		</details>
		<?php if ($settings->serverId !== '') { ?>
		<dl class="countersign-facts">
			<dt><?php p($l->t('Confirmed server ID')); ?></dt>
			<dd><code class="countersign-fingerprint"><?php foreach (str_split($settings->serverId, 4) as $group) { ?><span><?php p($group); ?></span><?php } ?></code></dd>
			<dt><?php p($l->t('This Nextcloud at the server')); ?></dt>
			<dd><code><?php p($settings->appId); ?></code></dd>
			<dt><?php p($l->t('Address that phones show')); ?></dt>
			<dd><?php p($settings->origin); ?></dd>
		</dl>
		<?php } ?>
		<div class="countersign-buttons">
			<button type="submit" class="primary"><?php p($l->t('Save and test')); ?></button>
			<button type="button" name="test" <?php if (!$_['isConnected']) { ?>disabled<?php } ?>><?php p($l->t('Test the connection')); ?></button>
		</div>
		<p class="countersign-said" role="status"></p>
	</form>
	<ol class="countersign-findings" aria-label="<?php p($l->t('Result of the test')); ?>"></ol>
</section>
