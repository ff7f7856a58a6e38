<?php

declare(strict_types=1);

// What is kept of links, phones and used approvals. Every change that decides something is one statement in the database.

namespace OCA\Countersign\Links;

interface LinkStore {
	public function find(string $uid): ?Link;

	/**
	 * @param list<string> $uids
	 * @return array<string, Link> by uid
	 */
	public function findMany(array $uids): array;

	/**
	 * Assigned links in the order of their uid.
	 *
	 * @param ?string $after the last uid of the page before
	 * @return list<Link>
	 */
	public function page(?string $after, int $limit): array;

	/** How many users have this ID. It is not unique: one person may have two users here. @return list<string> their uids, at most 10 */
	public function usersOf(string $userId): array;

	/** Gives a user an ID that is not proven yet. Another ID than before forgets the phones and the account; the same keeps them. */
	public function assign(string $uid, string $userId, Origin $origin, bool $enabled): Link;

	/**
	 * A person takes an ID by their own hand, enabled and not proven yet: only if they still have the one seen before. Compare-and-set.
	 *
	 * @param ?string $before null: they had none
	 * @return bool false: somebody changed it meanwhile, nothing was stored
	 */
	public function claim(string $uid, ?string $before, string $userId): bool;

	public function setEnabled(string $uid, bool $enabled): void;

	/**
	 * A phone has approved for this very ID: notes account and phone, if the user still has that ID and the account is the one seen before
	 * or none was. Compare-and-set.
	 *
	 * @return bool false: the ID or the account is another by now, nothing was noted
	 */
	public function prove(string $uid, string $userId, string $accountId, string $thumbprint): bool;

	/** When each phone of a user was linked, the oldest first. @return array<string, int> seconds since 1970, by thumbprint */
	public function phoneTimes(string $uid): array;

	/** Forgets the phones and the account: the next approval links anew. */
	public function forgetPhones(string $uid): void;

	public function forgetPhone(string $uid, string $thumbprint): void;

	public function remove(string $uid): void;

	/** @return array{assigned: int, proven: int, enabled: int} */
	public function counts(): array;

	/**
	 * Uses an approval, once in this whole Nextcloud (also where several servers run it).
	 *
	 * @param int $until seconds since 1970 after which no approval of that id is accepted anyway
	 * @return bool false: it was used before
	 */
	public function spend(string $challengeId, int $until): bool;

	/** Drops used approvals that nothing would accept any more. */
	public function sweep(int $now): void;
}
