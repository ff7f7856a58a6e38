<?php

declare(strict_types=1);

// One of several processes that want the same at the same time; DbLinkStoreTest starts them and counts who got it.

use OCA\Countersign\Links\DbLinkStore;
use OCA\Countersign\Links\Origin;
use OCP\Server;

require __DIR__ . '/bootstrap.php';

[, $what, $number, $rounds, $start] = $argv;
$store = Server::get(DbLinkStore::class);
$account = static fn (string $of): string => '0191d2f0-0000-7000-8000-' . str_pad($of, 12, '0', STR_PAD_LEFT);
$won = [];
for ($round = 0; $round < (int)$rounds; $round++) {
	// Every round begins at the same moment in all processes.
	$begin = (float)$start + $round * 0.05;
	if ($begin > microtime(true)) {
		time_sleep_until($begin);
	}
	$won[] = match ($what) {
		'spend' => $store->spend($account((string)$round), PHP_INT_MAX),
		'claim' => $store->claim('user' . $round, null, 'id-' . $number),
		'account' => $store->prove('user' . $round, 'id', $account($number), 'phone-' . $number),
		'phone' => $store->prove('user' . $round, 'id', $account('0'), 'phone-' . $number),
		// One takes the ID away while the others prove the old one.
		'takeAway' => $number === '0'
			? $store->assign('user' . $round, 'new-id', Origin::Admin, true)->userId === 'new-id'
			: $store->prove('user' . $round, 'id', $account('0'), 'phone-' . $number),
	};
}
echo json_encode($won, JSON_THROW_ON_ERROR);
