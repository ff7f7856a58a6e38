<?php

declare(strict_types=1);

// Carries out what an admin wants for many people: one by one, each with its own result, none stopping the others.

namespace OCA\Countersign\People;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\AssignmentFault;
use OCA\Countersign\Links\Assignments;
use OCA\Countersign\Links\IdFault;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\FormFault;
use OCP\IL10N;
use OCP\IUser;
use OCP\IUserManager;
use Psr\Log\LoggerInterface;

class Changes {
	/** The page sends more in several parts, and shows how far it is. */
	public const AT_ONCE_MAX = 100;

	public function __construct(
		private readonly Plans $plans,
		private readonly Assignments $assignments,
		private readonly PeopleList $people,
		private readonly IUserManager $users,
		private readonly LoggerInterface $log,
		private readonly IL10N $l,
	) {
	}

	/**
	 * @return list<Change>
	 * @throws FormFault
	 */
	public function read(mixed $given): array {
		$fault = FormFault::at('changes', 'kind', $this->l->t('These are no changes that can be made.'));
		if (!is_array($given) || !array_is_list($given) || $given === [] || count($given) > self::AT_ONCE_MAX) {
			throw $fault;
		}
		return array_map(static fn (mixed $one): Change => Change::of($one) ?? throw $fault, $given);
	}

	/**
	 * @param list<Change> $changes
	 * @return list<Outlook>
	 */
	public function preview(array $changes, bool $byAdmin): array {
		return array_map(fn (Change $change): Outlook => $this->plans->of($change, $this->users->get($change->uid), $byAdmin), $changes);
	}

	/**
	 * @param list<Change> $changes
	 * @return list<Outlook>
	 */
	public function apply(array $changes, Actor $actor, bool $byAdmin): array {
		return array_map(fn (Change $change): Outlook => $this->one($change, $actor, $byAdmin), $changes);
	}

	private function one(Change $change, Actor $actor, bool $byAdmin): Outlook {
		$user = $this->users->get($change->uid);
		$plan = $this->plans->of($change, $user, $byAdmin);
		if ($user === null) {
			return $plan;
		}
		if ($plan->kind !== 'change') {
			return $plan->as($this->people->person($user));
		}
		try {
			$this->carryOut($change, $user, $actor);
			return $plan->as($this->people->person($user));
		} catch (IdFault|AssignmentFault $fault) {
			return Outlook::refused($change->uid, $fault->reason, $fault->words($this->l));
		} catch (\Throwable $broken) {
			$this->log->error('Countersign: a change of somebody\'s ID failed', ['app' => 'countersign', 'exception' => $broken]);
			return Outlook::refused($change->uid, 'failed', $this->l->t('This did not work. The log of Nextcloud says why.'));
		}
	}

	private function carryOut(Change $change, IUser $user, Actor $actor): void {
		match ($change->action) {
			Action::Assign => $this->assignments->assign($user, $change->userId, Origin::Admin, $change->enabled, $actor),
			Action::Pattern => $this->assignments->assignByPattern($user, $actor),
			Action::Enable => $this->assignments->enable($user, $actor),
			Action::Disable => $this->assignments->disable($user, $actor),
			Action::Unlink => $this->assignments->unlink($user, $actor),
			Action::ForgetPhones => $this->assignments->forgetPhones($user, $actor),
		};
	}
}
