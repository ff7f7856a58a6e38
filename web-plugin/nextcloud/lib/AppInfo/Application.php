<?php

declare(strict_types=1);

// Where Nextcloud begins with this app: its id and what it listens to. Provider, commands, jobs and pages are in appinfo/info.xml.

namespace OCA\Countersign\AppInfo;

use OCA\Countersign\Links\DbLinkStore;
use OCA\Countersign\Links\LinkStore;
use OCA\Countersign\Listener\GroupListener;
use OCA\Countersign\Listener\LoginListener;
use OCA\Countersign\Listener\PagePolicyListener;
use OCA\Countersign\Listener\UserListener;
use OCA\Countersign\Notification\Notifier;
use OCP\AppFramework\App;
use OCP\AppFramework\Bootstrap\IBootContext;
use OCP\AppFramework\Bootstrap\IBootstrap;
use OCP\AppFramework\Bootstrap\IRegistrationContext;
use OCP\Group\Events\GroupDeletedEvent;
use OCP\Group\Events\UserAddedEvent;
use OCP\Group\Events\UserRemovedEvent;
use OCP\Security\CSP\AddContentSecurityPolicyEvent;
use OCP\User\Events\PostLoginEvent;
use OCP\User\Events\UserCreatedEvent;
use OCP\User\Events\UserDeletedEvent;

final class Application extends App implements IBootstrap {
	public const APP_ID = 'countersign';

	public function __construct() {
		parent::__construct(self::APP_ID);
	}

	public function register(IRegistrationContext $context): void {
		$context->registerServiceAlias(LinkStore::class, DbLinkStore::class);
		$context->registerNotifierService(Notifier::class);
		$context->registerEventListener(UserAddedEvent::class, GroupListener::class);
		$context->registerEventListener(UserRemovedEvent::class, GroupListener::class);
		$context->registerEventListener(GroupDeletedEvent::class, GroupListener::class);
		$context->registerEventListener(UserDeletedEvent::class, UserListener::class);
		$context->registerEventListener(UserCreatedEvent::class, UserListener::class);
		$context->registerEventListener(PostLoginEvent::class, LoginListener::class);
		$context->registerEventListener(AddContentSecurityPolicyEvent::class, PagePolicyListener::class);
	}

	public function boot(IBootContext $context): void {
	}
}
