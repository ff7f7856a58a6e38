<?php

declare(strict_types=1);

// What the commands about one user share: the user is found in any directory that Nextcloud has.

namespace OCA\Countersign\Command;

use OCP\IUser;
use OCP\IUserManager;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Output\OutputInterface;

abstract class ForOneUser extends Command {
	use Speaks;

	public function __construct(
		protected readonly IUserManager $users,
	) {
		parent::__construct();
	}

	protected function user(mixed $uid, OutputInterface $output): ?IUser {
		$user = is_string($uid) ? $this->users->get($uid) : null;
		if ($user === null) {
			$this->error($output, 'User "' . (is_string($uid) ? $uid : '') . '" does not exist.');
		}
		return $user;
	}
}
