<?php

declare(strict_types=1);

// The first fault of a signed document's bytes; Document turns it into "not such a document".

namespace OCA\Countersign\Protocol;

final class Malformed extends \RuntimeException {
}
