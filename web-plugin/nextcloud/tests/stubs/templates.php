<?php

declare(strict_types=1);

// Stands for the functions that Nextcloud gives to templates.

if (!function_exists('p')) {
	function p($string): void {
		print htmlspecialchars((string)$string, ENT_QUOTES);
	}
}

if (!function_exists('print_unescaped')) {
	function print_unescaped($string): void {
		print $string;
	}
}
