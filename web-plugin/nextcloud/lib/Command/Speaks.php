<?php

declare(strict_types=1);

// How the commands write: a text from outside stays a text.

namespace OCA\Countersign\Command;

use OCA\Countersign\Protocol\SignableText;
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Output\OutputInterface;

trait Speaks {
	protected function error(OutputInterface $output, string $words): void {
		$output->writeln('<error>' . self::plain($words) . '</error>');
	}

	/** Neither the console's markup nor a terminal's control characters may come out of a name or a file. */
	protected static function plain(string $text): string {
		return OutputFormatter::escape(SignableText::fit(mb_scrub($text, 'UTF-8'), 65536));
	}
}
