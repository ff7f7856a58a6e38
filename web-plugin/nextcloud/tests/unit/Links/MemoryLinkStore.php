<?php

declare(strict_types=1);

// Links, phones and used approvals in memory: what LinkStore promises, without a database.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\Link;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Origin;

final class MemoryLinkStore implements LinkStore {
	/** @var array<string, Link> by "u" and the uid, so that "1" stays a text */
	private array $links = [];

	/** @var array<string, int> until when, by challenge */
	private array $spent = [];

	/** @param \Closure(): int $now seconds since 1970 */
	/** Since when a phone is linked, by uid and thumbprint. @var array<string, int> */
	private array $times = [];

	public function __construct(
		private readonly \Closure $now,
	) {
	}

	public function find(string $uid): ?Link {
		return $this->links['u' . $uid] ?? null;
	}

	public function findMany(array $uids): array {
		$found = [];
		foreach ($uids as $uid) {
			$link = $this->find($uid);
			if ($link !== null) {
				$found[$uid] = $link;
			}
		}
		return $found;
	}

	public function page(?string $after, int $limit): array {
		$links = array_filter($this->links, static fn (Link $link): bool => $after === null || strcmp($link->uid, $after) > 0);
		usort($links, static fn (Link $a, Link $b): int => strcmp($a->uid, $b->uid));
		return array_slice($links, 0, $limit);
	}

	public function usersOf(string $userId): array {
		$uids = [];
		foreach ($this->links as $link) {
			if ($link->userId === $userId) {
				$uids[] = $link->uid;
			}
		}
		sort($uids, SORT_STRING);
		return array_slice($uids, 0, 10);
	}

	public function assign(string $uid, string $userId, Origin $origin, bool $enabled): Link {
		$link = $this->find($uid);
		return $link?->userId === $userId
			? $this->put($link, $link->accountId, $enabled, $origin, $link->linkedAt, $link->phones)
			: $this->give($uid, $userId, $origin, $enabled);
	}

	public function claim(string $uid, ?string $before, string $userId): bool {
		if ($this->find($uid)?->userId !== $before) {
			return false;
		}
		$this->assign($uid, $userId, Origin::Person, true);
		return true;
	}

	public function setEnabled(string $uid, bool $enabled): void {
		$link = $this->find($uid);
		if ($link !== null) {
			$this->put($link, $link->accountId, $enabled, $link->origin, $link->linkedAt, $link->phones);
		}
	}

	public function prove(string $uid, string $userId, string $accountId, string $thumbprint): bool {
		$link = $this->find($uid);
		if ($link === null || $link->userId !== $userId || !in_array($link->accountId, [null, $accountId], true)) {
			return false;
		}
		$isNew = !in_array($thumbprint, $link->phones, true);
		if ($isNew) {
			$this->times["$uid $thumbprint"] = ($this->now)();
		}
		$phones = $isNew ? [...$link->phones, $thumbprint] : $link->phones;
		$this->put($link, $accountId, $link->enabled, $link->origin, ($this->now)(), $phones);
		return true;
	}

	public function phoneTimes(string $uid): array {
		$phones = $this->find($uid)?->phones ?? [];
		return array_combine($phones, array_map(fn (string $phone): int => $this->times["$uid $phone"], $phones));
	}

	public function forgetPhones(string $uid): void {
		$link = $this->find($uid);
		if ($link !== null) {
			$this->put($link, null, $link->enabled, $link->origin, null, []);
		}
	}

	public function forgetPhone(string $uid, string $thumbprint): void {
		$link = $this->find($uid);
		if ($link !== null) {
			$this->put($link, $link->accountId, $link->enabled, $link->origin, $link->linkedAt, array_values(array_diff($link->phones, [$thumbprint])));
		}
	}

	public function remove(string $uid): void {
		unset($this->links['u' . $uid]);
	}

	public function counts(): array {
		return [
			'assigned' => count($this->links),
			'proven' => count(array_filter($this->links, static fn (Link $link): bool => $link->isProven())),
			'enabled' => count(array_filter($this->links, static fn (Link $link): bool => $link->enabled)),
		];
	}

	public function spend(string $challengeId, int $until): bool {
		if (isset($this->spent[$challengeId])) {
			return false;
		}
		$this->spent[$challengeId] = $until;
		return true;
	}

	public function sweep(int $now): void {
		$this->spent = array_filter($this->spent, static fn (int $until): bool => $until >= $now);
	}

	private function give(string $uid, string $userId, Origin $origin, bool $enabled): Link {
		return $this->links['u' . $uid] = new Link($uid, $userId, null, $enabled, $origin, ($this->now)(), null, []);
	}

	/** @param list<string> $phones */
	private function put(Link $link, ?string $accountId, bool $enabled, Origin $origin, ?int $linkedAt, array $phones): Link {
		return $this->links['u' . $link->uid] = new Link(
			$link->uid, $link->userId, $accountId, $enabled, $origin, $link->assignedAt, $linkedAt, $phones,
		);
	}
}
