<?php

declare(strict_types=1);

// Answers questions about the protocol, one JSON line each, as the app would: test/conformance compares the answers with TypeScript's.

namespace OCA\Countersign\Tests;

use OCA\Countersign\Protocol\AnswerDocument;
use OCA\Countersign\Protocol\ApprovalLink;
use OCA\Countersign\Protocol\AssertionVerifier;
use OCA\Countersign\Protocol\Base64Url;
use OCA\Countersign\Protocol\BrowserWords;
use OCA\Countersign\Protocol\ChallengeDocument;
use OCA\Countersign\Protocol\DeviceThumbprint;
use OCA\Countersign\Protocol\Ed25519;
use OCA\Countersign\Protocol\Expected;
use OCA\Countersign\Protocol\KeySetDocument;
use OCA\Countersign\Protocol\KeySetVerifier;
use OCA\Countersign\Protocol\Refused;
use OCA\Countersign\Protocol\SignableText;
use OCA\Countersign\Protocol\UserId;

require __DIR__ . '/bootstrap.php';

while (($line = fgets(STDIN)) !== false) {
	$question = json_decode($line, true, 64, JSON_THROW_ON_ERROR);
	echo json_encode(answer($question), JSON_THROW_ON_ERROR), "\n";
}

function answer(array $question): mixed {
	return match ($question['ask']) {
		'assertion' => assertion($question),
		'keySet' => keySet($question),
		'document' => document($question['domain'], hex2bin($question['body'])),
		'key' => Ed25519::isAcceptableKey(hex2bin($question['key'])),
		'signature' => Ed25519::isSignedBy(...array_map(hex2bin(...), [$question['key'], $question['message'], $question['signature']])),
		'thumbprint' => DeviceThumbprint::of(hex2bin($question['key'])),
		'bytes' => ($bytes = Base64Url::decode($question['text'])) === null ? null : bin2hex($bytes),
		'base64url' => Base64Url::encode(hex2bin($question['bytes'])),
		'browser' => BrowserWords::of($question['text']),
		'userId' => UserId::normalise($question['text']),
		'sameUserId' => UserId::same($question['a'], $question['b']),
		'fits' => SignableText::fits($question['text'], $question['maxBytes']),
		'fit' => SignableText::fit($question['text'], $question['maxBytes']),
		'backPath' => ApprovalLink::isBackPath($question['text']),
		'link' => ApprovalLink::format($question['serverUrl'], $question['challengeId'], $question['secret'], $question['back']),
	};
}

function assertion(array $question): array {
	$given = $question['expected'];
	try {
		$verified = AssertionVerifier::verify(
			$question['assertion'],
			KeySetVerifier::verify($question['keySet'], $question['serverId']),
			new Expected(
				serverId: $given['serverId'],
				appId: $given['appId'],
				userId: $given['userId'],
				accountId: $given['accountId'] ?? null,
				challengeId: $given['challengeId'],
				appNonce: $given['appNonce'],
				purpose: $given['purpose'],
				match: $given['match'],
				returnCode: $given['returnCode'] ?? null,
				address: $given['context']['address'],
				browser: $given['context']['browser'],
				origin: $given['context']['origin'],
				appName: $given['context']['appName'] ?? null,
				pinnedDevices: $given['pinnedDevices'] ?? null,
			),
			$question['nowMs'],
		);
		return ['ok' => true] + get_object_vars($verified);
	} catch (Refused $refused) {
		return ['ok' => false, 'reason' => $refused->reason];
	}
}

function keySet(array $question): array {
	try {
		$keySet = KeySetVerifier::verify($question['signed'], $question['serverId'], $question['lowestVersion']);
		return ['ok' => true, 'version' => $keySet->version()];
	} catch (Refused $refused) {
		return ['ok' => false, 'reason' => $refused->reason];
	}
}

/** Every text and byte string in hex, since JSON cannot hold bytes. */
function document(string $domain, string $body): ?array {
	$document = match ($domain) {
		'countersign/v1/keyset' => KeySetDocument::document(),
		'countersign/v1/challenge' => ChallengeDocument::document(),
		'countersign/v1/answer/k1' => AnswerDocument::document(),
	};
	$values = $document->parse($body);
	if ($values !== null) {
		array_walk_recursive($values, static function (mixed &$value): void {
			$value = is_string($value) ? bin2hex($value) : $value;
		});
	}
	return $values;
}
