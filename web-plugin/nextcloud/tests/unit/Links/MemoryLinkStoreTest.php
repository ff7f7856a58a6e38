<?php

declare(strict_types=1);

// The store of the unit tests keeps the contract that the database's keeps.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\LinkStore;

final class MemoryLinkStoreTest extends LinkStoreContract {
	protected function store(): LinkStore {
		return new MemoryLinkStore(static fn (): int => self::NOW);
	}
}
