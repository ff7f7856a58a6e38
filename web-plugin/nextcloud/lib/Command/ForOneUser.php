<?php

declare(strict_types=1);

// What the commands about one user share: the user is found in any directory, and a text from outside stays a text.

namespace OCA\Countersign\Command;

use OCA\Countersign\Protocol\SignableText;
use OCP\IUser;
use OCP\IUserManager;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Output\OutputInterface;

abstract class ForOneUser extends Command {
	private const SHOWN_MAX_BYTES = 1024;

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

	protected function error(OutputInterface $output, string $words): void {
		$output->writeln('<error>' . self::plain($words) . '</error>');
	}

	/** Neither the console's markup nor a terminal's control characters may come out of a name or a file. */
	protected static function plain(string $text): string {
		return OutputFormatter::escape(SignableText::fit(mb_scrub($text, 'UTF-8'), self::SHOWN_MAX_BYTES));
	}
}
