<?php

declare(strict_types=1);

// The app's own addresses beneath /apps/countersign.

$element = static fn (string $controller, string $base): array => array_map(
	static fn (string $name): array => ['name' => "$controller#$name", 'url' => "/$base/$name", 'verb' => 'POST'],
	['start', 'state', 'cancel', 'ways', 'complete'],
);

return [
	'routes' => [
		...$element('login', 'login'),
	],
];
