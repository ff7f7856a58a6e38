<?php

declare(strict_types=1);

// A notification that only remembers what was put into it.

namespace OCA\Countersign\Tests\Links;

use OCP\Notification\INotification;

final class MemoryNotification implements INotification {
	public string $app = '';
	public string $user = '';
	public string $subject = '';
	/** @var array<string, string> */
	public array $parameters = [];
	public string $parsedSubject = '';
	public string $parsedMessage = '';
	public string $link = '';
	public string $icon = '';
	public ?\DateTime $time = null;

	public function setApp(string $app): INotification {
		$this->app = $app;
		return $this;
	}

	public function getApp(): string {
		return $this->app;
	}

	public function setUser(string $user): INotification {
		$this->user = $user;
		return $this;
	}

	public function getUser(): string {
		return $this->user;
	}

	public function setDateTime(\DateTime $dateTime): INotification {
		$this->time = $dateTime;
		return $this;
	}

	public function getDateTime(): \DateTime {
		return $this->time ?? throw new \LogicException('a time expected');
	}

	public function setObject(string $type, string $id): INotification {
		return $this;
	}

	public function setSubject(string $subject, array $parameters = []): INotification {
		$this->subject = $subject;
		$this->parameters = $parameters;
		return $this;
	}

	public function getSubject(): string {
		return $this->subject;
	}

	public function getSubjectParameters(): array {
		return $this->parameters;
	}

	public function setParsedSubject(string $subject): INotification {
		$this->parsedSubject = $subject;
		return $this;
	}

	public function setParsedMessage(string $message): INotification {
		$this->parsedMessage = $message;
		return $this;
	}

	public function setLink(string $link): INotification {
		$this->link = $link;
		return $this;
	}

	public function setIcon(string $icon): INotification {
		$this->icon = $icon;
		return $this;
	}
}
