<?php

declare(strict_types=1);

// Tries the connection to the server: `occ countersign:test`.

namespace OCA\Countersign\Command;

use OCA\Countersign\Server\ConnectionTest;
use OCA\Countersign\Server\Grade;
use OCA\Countersign\Settings\SettingsStore;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

final class Test extends Command {
	use Speaks;

	public function __construct(
		private readonly ConnectionTest $test,
		private readonly SettingsStore $settings,
	) {
		parent::__construct();
	}

	protected function configure(): void {
		$this->setName('countersign:test')
			->setDescription('Try the connection to the Countersign server; rings no phone');
	}

	protected function execute(InputInterface $input, OutputInterface $output): int {
		$code = self::SUCCESS;
		foreach ($this->test->run($this->settings->settings()) as $finding) {
			$mark = match ($finding->grade) {
				Grade::Ok => '<info>ok</info>',
				Grade::Warning => '<comment>warning</comment>',
				Grade::Fault => '<error>fault</error>',
			};
			$output->writeln($mark . '  ' . self::plain($finding->title) . ': ' . self::plain($finding->found));
			foreach ([$finding->next, $finding->command] as $hint) {
				if ($hint !== '') {
					$output->writeln('    ' . self::plain($hint));
				}
			}
			if ($finding->grade === Grade::Fault) {
				$code = self::FAILURE;
			}
		}
		return $code;
	}
}
