<?php

declare(strict_types=1);

// SECURITY.md §3, flaw 3: the page hides a button, and whoever posts without it gets their way. What each route permits is tested with
// Wishes and FirstSetUps; here, that no route is open wider than it must be: CSRF stays on, and changes want a fresh password.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Controller\LinkController;
use OCA\Countersign\Controller\PersonalController;
use OCA\Countersign\Controller\SetUpController;
use OCP\AppFramework\Http\Attribute\NoAdminRequired;
use OCP\AppFramework\Http\Attribute\PasswordConfirmationRequired;
use OCP\Authentication\TwoFactorAuth\ALoginSetupController;
use PHPUnit\Framework\TestCase;

final class PermissionsOnlyInScriptTest extends TestCase {
	private const OPENINGS = '/NoCSRFRequired|PublicPage|NoTwoFactorRequired|NoSameSiteCookieRequired|CORS/';

	public function testNoRouteOfAPersonIsOpenToStrangersOrToOtherSites(): void {
		foreach ([PersonalController::class, LinkController::class, SetUpController::class] as $controller) {
			foreach (self::routes($controller) as $method) {
				$names = array_map(static fn (\ReflectionAttribute $attribute): string => $attribute->getName(), $method->getAttributes());
				$this->assertContains(NoAdminRequired::class, $names);
				$this->assertDoesNotMatchRegularExpression(self::OPENINGS, implode(' ', $names), $method->name);
				$this->assertDoesNotMatchRegularExpression(self::OPENINGS, (string)$method->getDocComment(), $method->name);
			}
		}
	}

	public function testEveryChangeInTheSettingsWantsAFreshPassword(): void {
		$without = array_filter(
			self::routes(PersonalController::class),
			static fn (\ReflectionMethod $method): bool => $method->getAttributes(PasswordConfirmationRequired::class) === [],
		);
		// The page itself, and taking back what was only chosen.
		$this->assertSame(['body', 'leave'], array_values(array_map(static fn (\ReflectionMethod $method): string => $method->name, $without)));
	}

	public function testASetUpIsOneInNextcloudsEyesSoThatItEndsItWhenAFactorIsThere(): void {
		$this->assertTrue(is_subclass_of(SetUpController::class, ALoginSetupController::class));
	}

	public function testEveryRouteOfTheListHasItsMethodAndEveryMethodItsRoute(): void {
		$listed = (require __DIR__ . '/../../../appinfo/routes.php')['routes'];
		foreach (['personal' => PersonalController::class, 'link' => LinkController::class, 'set_up' => SetUpController::class] as $name => $controller) {
			$routes = array_map(
				static fn (array $route): string => substr($route['name'], strlen("$name#")),
				array_filter($listed, static fn (array $route): bool => str_starts_with($route['name'], "$name#")),
			);
			$methods = array_map(static fn (\ReflectionMethod $method): string => $method->name, self::routes($controller));
			$this->assertEqualsCanonicalizing($methods, array_values($routes));
		}
	}

	/** @return list<\ReflectionMethod> */
	private static function routes(string $controller): array {
		$methods = (new \ReflectionClass($controller))->getMethods(\ReflectionMethod::IS_PUBLIC);
		return array_values(array_filter(
			$methods,
			static fn (\ReflectionMethod $method): bool => $method->class === $controller && !str_starts_with($method->name, '__'),
		));
	}
}
