<?php

declare(strict_types=1);

// Stands for OCP\Notification\INotification where no Nextcloud is: what of it the app uses.

namespace OCP\Notification;

interface INotification {
	public function setApp(string $app): INotification;
	public function getApp(): string;
	public function setUser(string $user): INotification;
	public function getUser(): string;
	public function setDateTime(\DateTime $dateTime): INotification;
	public function getDateTime(): \DateTime;
	public function setObject(string $type, string $id): INotification;
	public function setSubject(string $subject, array $parameters = []): INotification;
	public function getSubject(): string;
	public function getSubjectParameters(): array;
	public function setParsedSubject(string $subject): INotification;
	public function setParsedMessage(string $message): INotification;
	public function setLink(string $link): INotification;
	public function setIcon(string $icon): INotification;
}
