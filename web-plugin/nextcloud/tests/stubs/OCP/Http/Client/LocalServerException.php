<?php

declare(strict_types=1);

// Stands for OCP\Http\Client\LocalServerException where no Nextcloud is.

namespace OCP\Http\Client;

class LocalServerException extends \RuntimeException {
}
