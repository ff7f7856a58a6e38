<?php

declare(strict_types=1);

// Assigns an ID to one user: `occ countersign:assign USER ID`.

namespace OCA\Countersign\Command;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\Assignments;
use OCA\Countersign\Links\IdFault;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Links\Permissions;
use OCP\IUserManager;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

final class Assign extends ForOneUser {
	public function __construct(
		IUserManager $users,
		private readonly Assignments $assignments,
		private readonly LinkStore $links,
		private readonly Permissions $permissions,
	) {
		parent::__construct($users);
	}

	protected function configure(): void {
		$this->setName('countersign:assign')
			->setDescription('Assign a Countersign ID to a user')
			->addArgument('user', InputArgument::REQUIRED, 'The user of this Nextcloud')
			->addArgument('id', InputArgument::REQUIRED, 'The ID at the Countersign server')
			->addOption('disable', null, InputOption::VALUE_NONE, 'Assign it, but do not ask for it at logins yet');
	}

	protected function execute(InputInterface $input, OutputInterface $output): int {
		$user = $this->user($input->getArgument('user'), $output);
		if ($user === null) {
			return self::FAILURE;
		}
		$enabled = $input->getOption('disable') !== true;
		try {
			$link = $this->assignments->assign($user, (string)$input->getArgument('id'), Origin::Admin, $enabled, Actor::commandLine());
		} catch (IdFault $fault) {
			$this->error($output, $fault->getMessage());
			return self::FAILURE;
		}
		$output->writeln(self::plain('User "' . $link->uid . '" has the Countersign ID "' . $link->userId . '"; '
			. ($link->isProven() ? count($link->phones) . ' phone(s) linked.' : 'the first approval links the phone.')));
		$others = array_diff($this->links->usersOf($link->userId), [$link->uid]);
		if ($others !== []) {
			$output->writeln('<comment>' . self::plain('This is also the ID of: ' . implode(', ', $others)) . '</comment>');
		}
		if (!$enabled) {
			$output->writeln('It is not asked at logins: ' . self::plain('occ twofactorauth:enable ' . $link->uid . ' countersign'));
		} elseif (!$this->permissions->mayUse($user)) {
			$output->writeln('<comment>It is not asked at logins: the user is in none of the groups that may use Countersign.</comment>');
		}
		return self::SUCCESS;
	}
}
