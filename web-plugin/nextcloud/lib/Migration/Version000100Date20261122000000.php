<?php

declare(strict_types=1);

// The tables: whose ID is whose, which phones were linked, and which approvals were used.

namespace OCA\Countersign\Migration;

use Closure;
use OCP\DB\ISchemaWrapper;
use OCP\DB\Types;
use OCP\Migration\IOutput;
use OCP\Migration\SimpleMigrationStep;

final class Version000100Date20261122000000 extends SimpleMigrationStep {
	/** An index on text may have 191 characters of four bytes on every database that Nextcloud runs on. */
	private const USER_ID_MAX = 190;

	public function changeSchema(IOutput $output, Closure $schemaClosure, array $options): ?ISchemaWrapper {
		/** @var ISchemaWrapper $schema */
		$schema = $schemaClosure();
		if (!$schema->hasTable('countersign_links')) {
			$links = $schema->createTable('countersign_links');
			$links->addColumn('uid', Types::STRING, ['length' => 64, 'notnull' => true]);
			$links->addColumn('user_id', Types::STRING, ['length' => self::USER_ID_MAX, 'notnull' => true]);
			$links->addColumn('account_id', Types::STRING, ['length' => 36, 'notnull' => false]);
			$links->addColumn('enabled', Types::SMALLINT, ['notnull' => true, 'default' => 0]);
			$links->addColumn('origin', Types::STRING, ['length' => 16, 'notnull' => true]);
			$links->addColumn('assigned_at', Types::BIGINT, ['notnull' => true]);
			$links->addColumn('linked_at', Types::BIGINT, ['notnull' => false]);
			$links->setPrimaryKey(['uid']);
			$links->addIndex(['user_id'], 'countersign_links_user');
		}
		if (!$schema->hasTable('countersign_phones')) {
			$phones = $schema->createTable('countersign_phones');
			$phones->addColumn('uid', Types::STRING, ['length' => 64, 'notnull' => true]);
			$phones->addColumn('thumbprint', Types::STRING, ['length' => 43, 'notnull' => true]);
			$phones->addColumn('linked_at', Types::BIGINT, ['notnull' => true]);
			$phones->setPrimaryKey(['uid', 'thumbprint']);
		}
		if (!$schema->hasTable('countersign_spent')) {
			$spent = $schema->createTable('countersign_spent');
			$spent->addColumn('challenge_id', Types::STRING, ['length' => 36, 'notnull' => true]);
			$spent->addColumn('until', Types::BIGINT, ['notnull' => true]);
			$spent->setPrimaryKey(['challenge_id']);
			$spent->addIndex(['until'], 'countersign_spent_until');
		}
		return $schema;
	}
}
