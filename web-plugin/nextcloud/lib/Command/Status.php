<?php

declare(strict_types=1);

// Shows who has an ID and what needs a look: `occ countersign:status [USER]`.

namespace OCA\Countersign\Command;

use OCA\Countersign\Links\Census;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Links\Permissions;
use OCA\Countersign\Links\ProviderState;
use OCA\Countersign\Settings\Enforcement;
use OCA\Countersign\Settings\SettingsStore;
use OCP\IUser;
use OCP\IUserManager;
use Symfony\Component\Console\Input\InputArgument;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;

final class Status extends ForOneUser {
	/** A terminal shows no more; JSON has all of them. */
	private const NAMES_SHOWN = 50;

	public function __construct(
		IUserManager $users,
		private readonly LinkStore $links,
		private readonly Census $census,
		private readonly Permissions $permissions,
		private readonly ProviderState $state,
		private readonly Enforcement $enforcement,
		private readonly SettingsStore $settings,
	) {
		parent::__construct($users);
	}

	protected function configure(): void {
		$this->setName('countersign:status')
			->setDescription('Show who has a Countersign ID, and what needs a look')
			->addArgument('user', InputArgument::OPTIONAL, 'Only this user')
			->addOption('repair', null, InputOption::VALUE_NONE, "Bring Nextcloud's own record of who is asked in step")
			->addOption('output', null, InputOption::VALUE_REQUIRED, 'Output format (plain, json or json_pretty, default is plain)', 'plain');
	}

	protected function execute(InputInterface $input, OutputInterface $output): int {
		$format = $input->getOption('output');
		if (!in_array($format, ['plain', 'json', 'json_pretty'], true)) {
			$this->error($output, 'The output is plain, json or json_pretty.');
			return self::FAILURE;
		}
		$repair = $input->getOption('repair') === true;
		$facts = $this->census(...);
		if ($input->getArgument('user') !== null) {
			$user = $this->user($input->getArgument('user'), $output);
			if ($user === null) {
				return self::FAILURE;
			}
			$facts = fn (bool $repair): array => $this->one($user, $repair);
		}
		$this->show($facts($repair), $format, $output);
		return self::SUCCESS;
	}

	/** @return array<string, mixed> */
	private function census(bool $repair): array {
		return ['connected' => $this->settings->settings()->isConnected(), ...$this->census->take($repair)];
	}

	/** @return array<string, mixed> */
	private function one(IUser $user, bool $repair): array {
		$repaired = $repair && $this->state->follow($user);
		$link = $this->links->find($user->getUID());
		$isOn = $this->state->isOnFor($user);
		return [
			'user' => $user->getUID(),
			'id' => $link?->userId,
			'origin' => $link?->origin->value,
			'enabled' => $link !== null && $link->enabled,
			'proven' => $link !== null && $link->isProven(),
			'phones' => $link === null ? 0 : count($link->phones),
			'assignedAt' => self::time($link?->assignedAt),
			'linkedAt' => self::time($link?->linkedAt),
			'mayUse' => $this->permissions->mayUse($user),
			'askedAtLogin' => $isOn,
			'enforced' => $this->enforcement->isFor($user),
			'inStep' => ($this->state->registered($user) ?? false) === $isOn,
			...($repair ? ['repaired' => $repaired] : []),
		];
	}

	/** @param array<string, mixed> $facts */
	private function show(array $facts, string $format, OutputInterface $output): void {
		if ($format !== 'plain') {
			$pretty = $format === 'json_pretty' ? JSON_PRETTY_PRINT : 0;
			$output->writeln(
				json_encode($facts, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | $pretty),
				OutputInterface::OUTPUT_RAW,
			);
			return;
		}
		foreach ($facts as $name => $value) {
			$output->writeln('  - ' . $name . ': ' . self::plain(self::words($value)));
		}
	}

	private static function words(mixed $value): string {
		if (is_array($value)) {
			$more = count($value) - self::NAMES_SHOWN;
			$names = implode(', ', array_slice($value, 0, self::NAMES_SHOWN));
			return count($value) . ($names === '' ? '' : ' (' . $names . ($more > 0 ? ', and ' . $more . ' more' : '') . ')');
		}
		return is_bool($value) ? ($value ? 'true' : 'false') : (string)($value ?? 'none');
	}

	private static function time(?int $seconds): ?string {
		return $seconds === null ? null : gmdate('Y-m-d\TH:i:s\Z', $seconds);
	}
}
