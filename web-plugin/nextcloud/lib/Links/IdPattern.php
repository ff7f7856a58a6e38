<?php

declare(strict_types=1);

// Makes a user's Countersign ID from the admin's pattern, and says of any text whether the server takes it as an ID.

namespace OCA\Countersign\Links;

use OCA\Countersign\Protocol\SignableText;
use OCA\Countersign\Protocol\Unicode;
use OCA\Countersign\Protocol\UserId;
use OCP\IUser;

/** Placeholders: {uid}, {email}, {emailname} (before the @), {domain} (after it). Everything else stands for itself. */
final class IdPattern {
	/** What the column of the table holds on every database. */
	public const MAX_LENGTH = 190;

	/** The server's own limit for a user ID, in bytes. */
	private const MAX_BYTES = 254;

	/**
	 * @throws IdFault
	 */
	public static function apply(string $pattern, IUser $user): string {
		return self::fill($pattern, $user->getUID(), $user->getEMailAddress());
	}

	/**
	 * What the pattern would make of an invented user, for the settings page. The same code as for real ones.
	 *
	 * @throws IdFault
	 */
	public static function example(string $pattern): string {
		self::check($pattern);
		return self::fill($pattern, 'alice', 'alice.miller@example.org');
	}

	/**
	 * Whether a pattern can be stored at all: whatever is wrong with it for everybody.
	 *
	 * @throws IdFault
	 */
	public static function check(string $pattern): void {
		self::fill($pattern, 'alice', 'alice.miller@example.org');
		if (!str_contains($pattern, '{uid}') && !str_contains($pattern, '{email}') && !str_contains($pattern, '{emailname}')) {
			throw new IdFault('same_for_all');
		}
	}

	/**
	 * An ID as it is stored: in the one spelling in which the server compares them.
	 *
	 * @throws IdFault
	 */
	public static function checked(string $userId): string {
		try {
			$normal = UserId::normalise($userId);
		} catch (\UnexpectedValueException) {
			throw new IdFault('characters');
		}
		if ($normal === '') {
			throw new IdFault('empty');
		}
		if (mb_strlen($normal, 'UTF-8') > self::MAX_LENGTH || strlen($normal) > self::MAX_BYTES) {
			throw new IdFault('too_long');
		}
		if (preg_match('/[' . Unicode::WHITE_SPACE . ']/u', $normal) !== 0 || !SignableText::fits($normal, self::MAX_BYTES)) {
			throw new IdFault('characters');
		}
		return $normal;
	}

	/** @throws IdFault */
	private static function fill(string $pattern, string $uid, ?string $email): string {
		$at = $email === null ? false : strrpos($email, '@');
		$filled = preg_replace_callback('/\{([^{}]*)\}/', static fn (array $found): string => match ($found[1]) {
			'uid' => $uid,
			'email' => $at === false ? throw new IdFault('no_email') : $email,
			'emailname' => $at === false ? throw new IdFault('no_email') : substr($email, 0, $at),
			'domain' => $at === false ? throw new IdFault('no_email') : substr($email, $at + 1),
			default => throw new IdFault('unknown_placeholder', $found[1]),
		}, $pattern);
		return self::checked($filled ?? '');
	}
}
