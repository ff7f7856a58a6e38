<?php

declare(strict_types=1);

// Stands for OCP\AppFramework\Bootstrap\IBootContext where no Nextcloud is.

namespace OCP\AppFramework\Bootstrap;

interface IBootContext {
}
