<?php

declare(strict_types=1);

// Keeps links, phones and used approvals in Nextcloud's database: MySQL, PostgreSQL, SQLite and Oracle.

namespace OCA\Countersign\Links;

use OCP\AppFramework\Utility\ITimeFactory;
use OCP\DB\Exception;
use OCP\DB\QueryBuilder\IQueryBuilder;
use OCP\IDBConnection;

/**
 * Whoever changes a link does it by one statement on its row, so that of two at the same time one waits; the phones are changed in the
 * same transaction, after the row is held. So no phone of an ID that was taken away can stay or come back.
 */
final class DbLinkStore implements LinkStore {
	private const LINKS = 'countersign_links';
	private const PHONES = 'countersign_phones';
	private const SPENT = 'countersign_spent';

	/** Oracle takes no more values in one IN list. */
	private const IN_LIST_MAX = 1000;

	private const USERS_OF_MAX = 10;

	/** Another request may add or remove the very row between two statements; more often than this it is no accident. */
	private const TRIES = 5;

	public function __construct(
		private readonly IDBConnection $db,
		private readonly ITimeFactory $time,
	) {
	}

	public function find(string $uid): ?Link {
		return $this->findMany([$uid])[$uid] ?? null;
	}

	public function findMany(array $uids): array {
		$links = [];
		foreach (array_chunk(array_unique($uids), self::IN_LIST_MAX) as $chunk) {
			$qb = $this->db->getQueryBuilder();
			$qb->select('*')->from(self::LINKS)->where($this->uidIn($qb, $chunk));
			foreach ($this->read($qb) as $link) {
				$links[$link->uid] = $link;
			}
		}
		return $links;
	}

	public function page(?string $after, int $limit): array {
		$qb = $this->db->getQueryBuilder();
		$qb->select('*')->from(self::LINKS)->orderBy('uid')->setMaxResults($limit);
		if ($after !== null) {
			$qb->where($qb->expr()->gt('uid', $qb->createNamedParameter($after)));
		}
		return $this->read($qb);
	}

	public function usersOf(string $userId): array {
		$qb = $this->db->getQueryBuilder();
		$qb->select('uid')->from(self::LINKS)
			->where($qb->expr()->eq('user_id', $qb->createNamedParameter($userId)))
			->orderBy('uid')->setMaxResults(self::USERS_OF_MAX);
		return array_map(static fn (array $row): string => (string)$row['uid'], $this->rows($qb));
	}

	public function assign(string $uid, string $userId, Origin $origin, bool $enabled): Link {
		for ($try = 0; $try < self::TRIES; $try++) {
			if ($this->keep($uid, $userId, $origin, $enabled) || $this->replace($uid, null, $userId, $origin, $enabled)
				|| $this->add($uid, $userId, $origin, $enabled)) {
				return $this->find($uid) ?? new Link($uid, $userId, null, $enabled, $origin, $this->time->getTime(), null, []);
			}
		}
		throw new \RuntimeException('the link of a user changed at every try to assign one');
	}

	public function claim(string $uid, ?string $before, string $userId): bool {
		if ($before === $userId) {
			return $this->keep($uid, $userId, Origin::Person, true);
		}
		return $before === null
			? $this->add($uid, $userId, Origin::Person, true)
			: $this->replace($uid, $before, $userId, Origin::Person, true);
	}

	public function setEnabled(string $uid, bool $enabled): void {
		$qb = $this->db->getQueryBuilder();
		$qb->update(self::LINKS)->set('enabled', $this->flag($qb, $enabled))->where($this->uidIs($qb, $uid));
		$qb->executeStatement();
	}

	public function prove(string $uid, string $userId, string $accountId, string $thumbprint): bool {
		return $this->together(function () use ($uid, $userId, $accountId, $thumbprint): bool {
			$now = $this->time->getTime();
			$qb = $this->db->getQueryBuilder();
			$qb->update(self::LINKS)
				->set('account_id', $qb->createNamedParameter($accountId))
				->set('linked_at', $qb->createNamedParameter($now, IQueryBuilder::PARAM_INT))
				->where($this->uidIs($qb, $uid))
				->andWhere($qb->expr()->eq('user_id', $qb->createNamedParameter($userId)))
				->andWhere($qb->expr()->orX(
					$qb->expr()->isNull('account_id'),
					$qb->expr()->eq('account_id', $qb->createNamedParameter($accountId)),
				));
			if ($qb->executeStatement() !== 1) {
				return false;
			}
			$this->db->insertIgnoreConflict(self::PHONES, ['uid' => $uid, 'thumbprint' => $thumbprint, 'linked_at' => $now]);
			return true;
		});
	}

	public function phoneTimes(string $uid): array {
		$qb = $this->db->getQueryBuilder();
		$qb->select('thumbprint', 'linked_at')->from(self::PHONES)->where($this->uidIs($qb, $uid))
			->orderBy('linked_at')->addOrderBy('thumbprint');
		return array_map(intval(...), array_column($this->rows($qb), 'linked_at', 'thumbprint'));
	}

	public function forgetPhones(string $uid): void {
		$this->together(function () use ($uid): bool {
			$qb = $this->db->getQueryBuilder();
			$null = $qb->createNamedParameter(null, IQueryBuilder::PARAM_NULL);
			$qb->update(self::LINKS)->set('account_id', $null)->set('linked_at', $null)->where($this->uidIs($qb, $uid));
			$qb->executeStatement();
			return $this->dropPhones($uid);
		});
	}

	public function forgetPhone(string $uid, string $thumbprint): void {
		$qb = $this->db->getQueryBuilder();
		$qb->delete(self::PHONES)->where($this->uidIs($qb, $uid))
			->andWhere($qb->expr()->eq('thumbprint', $qb->createNamedParameter($thumbprint)));
		$qb->executeStatement();
	}

	public function remove(string $uid): void {
		$this->together(function () use ($uid): bool {
			$qb = $this->db->getQueryBuilder();
			$qb->delete(self::LINKS)->where($this->uidIs($qb, $uid));
			$qb->executeStatement();
			return $this->dropPhones($uid);
		});
	}

	public function counts(): array {
		$qb = $this->db->getQueryBuilder();
		$qb->select($qb->func()->count('uid', 'assigned'), $qb->func()->count('linked_at', 'proven'))
			->selectAlias($qb->func()->sum('enabled'), 'enabled')
			->from(self::LINKS);
		$row = $this->rows($qb)[0] ?? [];
		return [
			'assigned' => (int)($row['assigned'] ?? 0),
			'proven' => (int)($row['proven'] ?? 0),
			'enabled' => (int)($row['enabled'] ?? 0),
		];
	}

	public function spend(string $challengeId, int $until): bool {
		$qb = $this->db->getQueryBuilder();
		$qb->insert(self::SPENT)->values([
			'challenge_id' => $qb->createNamedParameter($challengeId),
			'until' => $qb->createNamedParameter($until, IQueryBuilder::PARAM_INT),
		]);
		return $this->inserted($qb);
	}

	public function sweep(int $now): void {
		$qb = $this->db->getQueryBuilder();
		$qb->delete(self::SPENT)
			->where($qb->expr()->lt('until', $qb->createNamedParameter($now, IQueryBuilder::PARAM_INT)));
		$qb->executeStatement();
	}

	/** The same ID again: account and phones stay. */
	private function keep(string $uid, string $userId, Origin $origin, bool $enabled): bool {
		$qb = $this->db->getQueryBuilder();
		$qb->update(self::LINKS)
			->set('enabled', $this->flag($qb, $enabled))
			->set('origin', $qb->createNamedParameter($origin->value))
			->where($this->uidIs($qb, $uid))
			->andWhere($qb->expr()->eq('user_id', $qb->createNamedParameter($userId)));
		return $qb->executeStatement() === 1;
	}

	/** Another ID: nothing of the one before stays. */
	private function replace(string $uid, ?string $before, string $userId, Origin $origin, bool $enabled): bool {
		return $this->together(function () use ($uid, $before, $userId, $origin, $enabled): bool {
			$qb = $this->db->getQueryBuilder();
			$null = $qb->createNamedParameter(null, IQueryBuilder::PARAM_NULL);
			$qb->update(self::LINKS)
				->set('user_id', $qb->createNamedParameter($userId))
				->set('account_id', $null)
				->set('linked_at', $null)
				->set('enabled', $this->flag($qb, $enabled))
				->set('origin', $qb->createNamedParameter($origin->value))
				->set('assigned_at', $qb->createNamedParameter($this->time->getTime(), IQueryBuilder::PARAM_INT))
				->where($this->uidIs($qb, $uid))
				->andWhere($before === null
					? $qb->expr()->neq('user_id', $qb->createNamedParameter($userId))
					: $qb->expr()->eq('user_id', $qb->createNamedParameter($before)));
			return $qb->executeStatement() === 1 && $this->dropPhones($uid);
		});
	}

	private function add(string $uid, string $userId, Origin $origin, bool $enabled): bool {
		$qb = $this->db->getQueryBuilder();
		$qb->insert(self::LINKS)->values([
			'uid' => $qb->createNamedParameter($uid),
			'user_id' => $qb->createNamedParameter($userId),
			'enabled' => $this->flag($qb, $enabled),
			'origin' => $qb->createNamedParameter($origin->value),
			'assigned_at' => $qb->createNamedParameter($this->time->getTime(), IQueryBuilder::PARAM_INT),
		]);
		return $this->inserted($qb);
	}

	/** @return bool false: such a row was there */
	private function inserted(IQueryBuilder $qb): bool {
		try {
			return $qb->executeStatement() === 1;
		} catch (Exception $fault) {
			if ($fault->getReason() !== Exception::REASON_UNIQUE_CONSTRAINT_VIOLATION) {
				throw $fault;
			}
			return false;
		}
	}

	private function dropPhones(string $uid): bool {
		$qb = $this->db->getQueryBuilder();
		$qb->delete(self::PHONES)->where($this->uidIs($qb, $uid));
		$qb->executeStatement();
		return true;
	}

	/** @param \Closure(): bool $work */
	private function together(\Closure $work): bool {
		$this->db->beginTransaction();
		try {
			$done = $work();
			$this->db->commit();
			return $done;
		} catch (\Throwable $fault) {
			$this->db->rollBack();
			throw $fault;
		}
	}

	/** @return list<Link> */
	private function read(IQueryBuilder $qb): array {
		$rows = $this->rows($qb);
		$phones = $this->phonesOf(array_map(static fn (array $row): string => (string)$row['uid'], $rows));
		return array_map(static fn (array $row): Link => new Link(
			(string)$row['uid'],
			(string)$row['user_id'],
			$row['account_id'] === null ? null : (string)$row['account_id'],
			(int)$row['enabled'] === 1,
			Origin::from((string)$row['origin']),
			(int)$row['assigned_at'],
			$row['linked_at'] === null ? null : (int)$row['linked_at'],
			$phones[(string)$row['uid']] ?? [],
		), $rows);
	}

	/**
	 * @param list<string> $uids
	 * @return array<string, list<string>>
	 */
	private function phonesOf(array $uids): array {
		$phones = [];
		foreach (array_chunk($uids, self::IN_LIST_MAX) as $chunk) {
			$qb = $this->db->getQueryBuilder();
			$qb->select('uid', 'thumbprint')->from(self::PHONES)->where($this->uidIn($qb, $chunk))
				->orderBy('linked_at')->addOrderBy('thumbprint');
			foreach ($this->rows($qb) as $row) {
				$phones[(string)$row['uid']][] = (string)$row['thumbprint'];
			}
		}
		return $phones;
	}

	/** @return list<array<string, mixed>> */
	private function rows(IQueryBuilder $qb): array {
		$result = $qb->executeQuery();
		$rows = $result->fetchAll();
		$result->closeCursor();
		return $rows;
	}

	private function uidIs(IQueryBuilder $qb, string $uid): string {
		return $qb->expr()->eq('uid', $qb->createNamedParameter($uid));
	}

	/** @param list<string> $uids */
	private function uidIn(IQueryBuilder $qb, array $uids): string {
		return $qb->expr()->in('uid', $qb->createNamedParameter($uids, IQueryBuilder::PARAM_STR_ARRAY));
	}

	private function flag(IQueryBuilder $qb, bool $on): mixed {
		return $qb->createNamedParameter($on ? 1 : 0, IQueryBuilder::PARAM_INT);
	}
}
