<?php

declare(strict_types=1);

// Stands for OCP\BackgroundJob\QueuedJob where no Nextcloud is: what of it the app uses.

namespace OCP\BackgroundJob;

abstract class QueuedJob extends Job {
}
