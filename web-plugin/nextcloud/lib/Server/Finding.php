<?php

declare(strict_types=1);

// What one step of the connection test found, in the language of whoever asked: what is so, and what to do about it.

namespace OCA\Countersign\Server;

final class Finding implements \JsonSerializable {
	/**
	 * @param string $code stable, e.g. `server.tls`: before the point the step, after it what was found
	 * @param string $title the step, in words
	 * @param string $found one sentence
	 * @param string $next what to do; empty: nothing
	 * @param string $command a command for the shell of the Countersign server that does it; empty: none
	 */
	public function __construct(
		public readonly Grade $grade,
		public readonly string $code,
		public readonly string $title,
		public readonly string $found,
		public readonly string $next = '',
		public readonly string $command = '',
	) {
	}

	/** @return array{grade: string, code: string, title: string, found: string, next: string, command: string} */
	public function jsonSerialize(): array {
		return [
			'grade' => $this->grade->value,
			'code' => $this->code,
			'title' => $this->title,
			'found' => $this->found,
			'next' => $this->next,
			'command' => $this->command,
		];
	}
}
