<?php

declare(strict_types=1);

// Takes an ID, or only the phones, from one user: `occ countersign:unlink USER`.

namespace OCA\Countersign\Command;

use OCA\Countersign\Links\Actor;
use OCA\Countersign\Links\Assignments;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Settings\Enforcement;
use OCP\IUserManager;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

final class Unlink extends ForOneUser {
	public function __construct(
		IUserManager $users,
		private readonly Assignments $assignments,
		private readonly LinkStore $links,
		private readonly Enforcement $enforcement,
	) {
		parent::__construct($users);
	}

	protected function configure(): void {
		$this->setName('countersign:unlink')
			->setDescription('Take the Countersign ID and the linked phones from a user')
			->addArgument('user', InputArgument::REQUIRED, 'The user of this Nextcloud')
			->addOption('phones', null, InputOption::VALUE_NONE, 'Forget the phones only: the ID stays, and the next approval links a phone anew');
	}

	protected function execute(InputInterface $input, OutputInterface $output): int {
		$user = $this->user($input->getArgument('user'), $output);
		if ($user === null) {
			return self::FAILURE;
		}
		$uid = $user->getUID();
		$link = $this->links->find($uid);
		if ($link === null) {
			$this->error($output, 'User "' . $uid . '" has no Countersign ID.');
			return self::FAILURE;
		}
		if ($input->getOption('phones') === true) {
			$this->assignments->forgetPhones($user, Actor::commandLine());
			$output->writeln(self::plain(count($link->phones) . ' phone(s) of user "' . $uid . '" forgotten; the ID "' . $link->userId . '" stays. The next approval links a phone anew.'));
			return self::SUCCESS;
		}
		$this->assignments->unlink($user, Actor::commandLine());
		$output->writeln(self::plain('User "' . $uid . '" has no Countersign ID any more (it was "' . $link->userId . '").'));
		if ($this->enforcement->isFor($user)) {
			$output->writeln('<comment>A second factor is enforced for this user: without another one, the next login asks to set one up.</comment>');
		}
		return self::SUCCESS;
	}
}
