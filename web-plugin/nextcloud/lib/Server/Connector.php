<?php

declare(strict_types=1);

// Connects this Nextcloud to a server: who it is must be confirmed and proven before it is stored, or is shown a key.

namespace OCA\Countersign\Server;

use OCA\Countersign\Settings\Form;
use OCA\Countersign\Settings\FormFault;
use OCA\Countersign\Settings\OwnOrigin;
use OCA\Countersign\Settings\Settings;
use OCP\IL10N;

/**
 * Four rules that a slip, or a delegate who may do less than an administrator, must not get round:
 * the key is shown only to the server that was confirmed; a stored key goes to no new address without being typed again;
 * another server takes the place of a confirmed one only if an administrator says so, naming the one that goes;
 * and where a confirmed server is, and as which app it is asked, an administrator says. Its keys prove the server and not the place:
 * they are public, and whoever passes them on can see who logs in, lead people to pages of their own, and let nobody in.
 */
class Connector {
	private const KEY_MAX_BYTES = 256;
	private const ADDRESS_MAX_BYTES = 512;

	public function __construct(
		private readonly ServerSurvey $survey,
		private readonly ServerWords $words,
		private readonly AddressWords $addressWords,
		private readonly OwnOrigin $ownOrigin,
		private readonly IL10N $l,
	) {
	}

	/**
	 * Who answers at the address that was entered. No key is sent.
	 *
	 * @param array<array-key, mixed> $given serverUrl
	 * @throws FormFault
	 */
	public function look(array $given): ServerSeen {
		$form = new Form($given, $this->l);
		$url = $this->address($form, 'serverUrl', true);
		$form->orFault();
		return $this->reached($url, 'serverUrl');
	}

	/**
	 * @param array<array-key, mixed> $given serverUrl, fallbackUrl, browserUrl, apiKey (empty: the stored one), serverId (confirmed
	 *                                      by the admin; empty: the stored one), replaces (the stored server ID, if it is to go)
	 * @param bool $isAdmin whether it is an administrator and no delegate
	 * @throws FormFault
	 */
	public function connected(Settings $now, #[\SensitiveParameter] array $given, bool $isAdmin): Settings {
		$form = new Form($given, $this->l);
		$wanted = $now->with(
			serverUrl: $this->address($form, 'serverUrl', true),
			fallbackUrl: $this->address($form, 'fallbackUrl', false),
			browserUrl: $this->address($form, 'browserUrl', false),
			serverId: $this->serverId($form, $now, $isAdmin),
		);
		$wanted = $wanted->with(apiKey: $this->apiKey($form, $now, $wanted));
		if ($wanted->fallbackUrl !== '' && $wanted->fallbackUrl === $wanted->serverUrl) {
			$form->fault('fallbackUrl', 'same', $this->l->t('This is the same address again.'));
		}
		if (!$isAdmin && $now->serverId !== '') {
			$this->mustBeKnown($form, $now, $wanted);
		}
		$form->orFault();
		$this->mustBe($wanted->serverId, $wanted->serverUrl, 'serverUrl');
		if ($wanted->fallbackUrl !== '' && !in_array($wanted->fallbackUrl, $now->addresses(), true)) {
			$this->mustBe($wanted->serverId, $wanted->fallbackUrl, 'fallbackUrl');
		}
		$connected = $this->known($wanted);
		if (!$isAdmin && $now->appId !== '' && $connected->appId !== $now->appId) {
			throw FormFault::at('apiKey', 'app_admin_only', $this->l->t('Only an administrator may change this.'));
		}
		return $connected;
	}

	private function mustBeKnown(Form $form, Settings $now, Settings $wanted): void {
		$known = ['', $now->browserUrl, ...$now->addresses()];
		foreach (['serverUrl', 'fallbackUrl', 'browserUrl'] as $field) {
			if (!in_array($wanted->{$field}, $known, true)) {
				$form->fault($field, 'address_admin_only', $this->l->t('Only an administrator may change this.'));
			}
		}
	}

	private function address(Form $form, string $field, bool $isNeeded): string {
		$address = ServerAddress::normalised($form->text($field, self::ADDRESS_MAX_BYTES));
		if ($address === '') {
			if ($isNeeded) {
				$form->fault($field, 'missing', $this->l->t('Enter the address of your Countersign server.'));
			}
			return '';
		}
		$fault = ServerAddress::fault($address);
		if ($fault !== null) {
			$form->fault($field, $fault, $this->addressWords->sentence($fault));
			return '';
		}
		return $address;
	}

	private function serverId(Form $form, Settings $now, bool $isAdmin): string {
		$confirmed = $form->text('serverId', 64);
		if ($confirmed === '' && $now->serverId === '') {
			$form->fault('serverId', 'id_missing', $this->l->t('Confirm first which server it is.'));
			return '';
		}
		if ($confirmed === '' || $confirmed === $now->serverId) {
			return $now->serverId;
		}
		if (!ServerSurvey::isServerId($confirmed)) {
			$form->fault('serverId', 'id_malformed', $this->l->t('This is no server ID.'));
			return '';
		}
		if ($now->serverId === '') {
			return $confirmed;
		}
		if (!$isAdmin) {
			$form->fault('serverId', 'id_admin_only', $this->l->t('Only an administrator may replace a confirmed server: whoever runs the server decides every login.'));
		} elseif ($form->text('replaces', 64) !== $now->serverId) {
			$form->fault('serverId', 'id_pinned', $this->l->t('Another server is confirmed already. To replace it, say so expressly.'));
		}
		return $confirmed;
	}

	private function apiKey(Form $form, Settings $now, Settings $wanted): string {
		$typed = $form->text('apiKey', self::KEY_MAX_BYTES);
		if ($typed !== '') {
			if (preg_match('/^cs_[\w.-]+$/D', $typed) !== 1) {
				$form->fault('apiKey', 'key_malformed', $this->l->t('An API key begins with “cs_”. The server shows it when an app is added.'));
			}
			return $typed;
		}
		if ($now->apiKey === '') {
			$form->fault('apiKey', 'key_missing', $this->l->t('Enter the API key that the server showed when this app was added.'));
			return '';
		}
		$isNew = array_diff($wanted->addresses(), $now->addresses(), ['']) !== [] || $wanted->serverId !== $now->serverId;
		if ($isNew) {
			$form->fault('apiKey', 'key_again', $this->l->t('Enter the API key again: the stored one is sent to no new address.'));
		}
		return $now->apiKey;
	}

	/** @throws FormFault */
	private function reached(string $url, string $field): ServerSeen {
		$seen = $this->survey->server($url);
		if ($seen->serverId === null) {
			$finding = $this->words->reached('server', '', $seen);
			throw FormFault::at($field, $finding->code, $finding->found . ' ' . $finding->next);
		}
		return $seen;
	}

	/** @throws FormFault */
	private function mustBe(string $serverId, string $url, string $field): void {
		$seen = $this->reached($url, $field);
		if ($seen->serverId !== $serverId) {
			throw FormFault::at($field, 'id_other', $this->l->t('Another Countersign server answers there: its server ID is %s.', [(string)$seen->serverId]));
		}
		if (!$seen->isProven) {
			throw FormFault::at($field, 'id_unproven', $this->l->t('It names the right server ID but does not prove it by its keys.'));
		}
	}

	/** @throws FormFault */
	private function known(Settings $wanted): Settings {
		$app = $this->survey->app($wanted->serverUrl, $wanted->apiKey);
		if (!$app->isKnown) {
			throw $app->status === 401
				? FormFault::at('apiKey', 'key_refused', $this->l->t('The server refuses the API key.') . ' '
					. $this->l->t('Make a new one and enter it here; or the app is suspended in the console.'))
				: FormFault::at('apiKey', 'key_unanswered', $this->l->t('The server did not say what it knows about the API key (HTTP status %s).', [(string)$app->status]) . ' '
					. $this->l->t('Look into the log of the server.'));
		}
		if ($app->appId === null) {
			throw FormFault::at('apiKey', 'key_old_server', $this->l->t('The server takes the key but does not say whose it is: it is too old for this app.') . ' ' . $this->l->t('Update the Countersign server.'));
		}
		if ($app->serverId !== null && $app->serverId !== $wanted->serverId) {
			throw FormFault::at('serverUrl', 'id_other', $this->l->t('Another Countersign server answers there: its server ID is %s.', [$app->serverId]));
		}
		return $wanted->with(appId: $app->appId, origin: $this->originAt($app, $wanted->origin));
	}

	/** Where the admin is now, unless the server knows only the address that was stored before. */
	private function originAt(AppSeen $app, string $stored): string {
		$own = $this->ownOrigin->origin();
		return !in_array($own, $app->origins, true) && in_array($stored, $app->origins, true) ? $stored : $own;
	}
}
