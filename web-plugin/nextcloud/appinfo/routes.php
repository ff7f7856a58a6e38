<?php

declare(strict_types=1);

// The app's own addresses beneath /apps/countersign.

$posts = static fn (string $controller, string $base, array $names): array => array_map(
	static fn (string $name): array => ['name' => "$controller#$name", 'url' => "/$base/$name", 'verb' => 'POST'],
	$names,
);

$element = static fn (string $controller, string $base): array => $posts($controller, $base, ['start', 'state', 'cancel', 'ways', 'complete']);

return [
	'routes' => [
		...$element('login', 'login'),
		...$element('set_up', 'setup'),
		...$posts('set_up', 'setup', ['choose', 'create', 'leave']),
		...$element('link', 'link'),
		['name' => 'personal#body', 'url' => '/personal/body', 'verb' => 'GET'],
		...$posts('personal', 'personal', ['choose', 'create', 'confirm', 'leave', 'forget', 'enable', 'disable']),
	],
];
