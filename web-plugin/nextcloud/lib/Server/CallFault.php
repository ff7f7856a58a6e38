<?php

declare(strict_types=1);

// No answer came, or none of ours; nothing of what was sent is in it.

namespace OCA\Countersign\Server;

final class CallFault extends \RuntimeException {
	/**
	 * @param ?Trouble $trouble null: it answered with more than any answer of ours
	 * @param string $thrownBy class of what the HTTP client threw, for the log
	 */
	public function __construct(
		public readonly ?Trouble $trouble,
		public readonly string $thrownBy = '',
	) {
		parent::__construct($trouble === null ? 'too much' : $trouble->value);
	}
}
