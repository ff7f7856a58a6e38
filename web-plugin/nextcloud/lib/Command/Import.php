<?php

declare(strict_types=1);

// Assigns IDs to many users: `occ countersign:import FILE`.

namespace OCA\Countersign\Command;

use OCA\Countersign\Links\CsvRows;
use OCA\Countersign\Links\Import as Importing;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

final class Import extends Command {
	use Speaks;

	public function __construct(
		private readonly Importing $import,
	) {
		parent::__construct();
	}

	protected function configure(): void {
		$this->setName('countersign:import')
			->setDescription('Assign Countersign IDs from a CSV file')
			->setHelp("Columns: user, id and, if wanted, enable (yes or no; yes if left out). Comma or semicolon, UTF-8, with or without a header\n"
				. "\"user,id,enable\". Every line is answered; lines with a fault are left out, the others are done. If any line failed, the\n"
				. "exit code is 1. A file can be imported again: what is so already stays as it is.")
			->addArgument('file', InputArgument::REQUIRED, 'The file; - reads standard input')
			->addOption('dry-run', null, InputOption::VALUE_NONE, 'Check every line, change nothing');
	}

	protected function execute(InputInterface $input, OutputInterface $output): int {
		$file = (string)$input->getArgument('file');
		$stream = $file === '-' ? STDIN : (is_readable($file) && !is_dir($file) ? fopen($file, 'rb') : false);
		if ($stream === false) {
			$this->error($output, 'The file "' . $file . '" cannot be read.');
			return self::FAILURE;
		}
		$dryRun = $input->getOption('dry-run') === true;
		$done = 0;
		$failed = 0;
		foreach ($this->import->run(CsvRows::of($stream), $dryRun) as $line) {
			$words = 'Line ' . $line->line . ($line->uid === '' ? '' : ', ' . $line->uid) . ': ' . $line->words;
			if ($line->ok) {
				$done++;
				$output->writeln(self::plain($words));
			} else {
				$failed++;
				$this->error($output, $words);
			}
		}
		if ($done + $failed === 0) {
			$this->error($output, 'There is no line with a user in it.');
		}
		$output->writeln(($dryRun ? 'Nothing was changed. Would be done: ' : 'Done: ') . $done . ', failed: ' . $failed);
		return $failed === 0 && $done > 0 ? self::SUCCESS : self::FAILURE;
	}
}
