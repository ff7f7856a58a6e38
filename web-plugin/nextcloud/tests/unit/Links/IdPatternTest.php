<?php

declare(strict_types=1);

// The admin's pattern makes an ID of a user, or says in words why not.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\IdFault;
use OCA\Countersign\Links\IdPattern;
use OCP\IL10N;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class IdPatternTest extends TestCase {
	/** @dataProvider patterns */
	public function testAPatternIsFilled(string $pattern, string $made): void {
		$this->assertSame($made, IdPattern::apply($pattern, $this->user('Alice', 'A.Miller@Example.ORG')));
	}

	public function patterns(): array {
		return [
			['{uid}', 'alice'],
			['{email}', 'a.miller@example.org'],
			['{emailname}', 'a.miller'],
			['{uid}@{domain}', 'alice@example.org'],
			['{uid}@cloud.example.org', 'alice@cloud.example.org'],
			['nc-{uid}-{uid}', 'nc-alice-alice'],
		];
	}

	public function testAPlaceholderInsideAUidIsNotFilledAgain(): void {
		$this->assertSame('{email}', IdPattern::apply('{uid}', $this->user('{email}', null)));
	}

	public function testAnAddressWithTwoAtsIsSplitAtTheLast(): void {
		$this->assertSame('example.org/"a@b"', IdPattern::apply('{domain}/{emailname}', $this->user('alice', '"a@b"@example.org')));
	}

	/** @dataProvider faults */
	public function testWhatIsWrongIsSaid(string $reason, string $pattern, string $uid, ?string $email): void {
		$this->assertSame($reason, $this->faultOf(fn (): string => IdPattern::apply($pattern, $this->user($uid, $email))));
	}

	public function faults(): array {
		return [
			['no_email', '{email}', 'alice', null],
			['no_email', '{emailname}', 'alice', ''],
			['no_email', '{uid}@{domain}', 'alice', 'no-address'],
			['unknown_placeholder', '{user}', 'alice', null],
			['unknown_placeholder', '{UID}', 'alice', null],
			['unknown_placeholder', '{}', 'alice', null],
			['empty', '', 'alice', null],
			['empty', '  ', 'alice', null],
			['too_long', '{uid}', str_repeat('a', 191), null],
			// 64 characters of four bytes are more than the server takes.
			['too_long', '{uid}', str_repeat('😀', 64), null],
			['characters', '{uid}', 'alice miller', null],
			['characters', '{uid}', "alice\u{202e}bob", null],
			['characters', '{uid}', "alice\x00", null],
			['characters', '{uid}', "alice\u{a0}miller", null],
			['characters', '{uid}', "\xff", null],
		];
	}

	public function testAPatternThatGivesAllTheSameIdIsNotStored(): void {
		$this->assertSame('same_for_all', $this->faultOf(static fn () => IdPattern::check('everybody')));
		$this->assertSame('same_for_all', $this->faultOf(static fn () => IdPattern::check('team@{domain}')));
		$this->assertSame('unknown_placeholder', $this->faultOf(static fn () => IdPattern::check('{name}')));
		IdPattern::check('{emailname}');
	}

	public function testTheExampleIsMadeByTheSameCode(): void {
		$this->assertSame(
			IdPattern::apply('{emailname}@{domain}', $this->user('alice', 'alice.miller@example.org')),
			IdPattern::example('{emailname}@{domain}'),
		);
	}

	public function testAnIdIsKeptInOneSpelling(): void {
		$this->assertSame('alice', IdPattern::checked(' Alice '));
		$this->assertSame("j\u{f6}rg", IdPattern::checked("Jo\u{308}rg"));
		$this->assertSame(str_repeat('i', 190), IdPattern::checked(str_repeat('I', 190)));
		// No markup is lost or changed: pages and terminals escape what they show.
		$this->assertSame('<b>=1+1</b>', IdPattern::checked('<b>=1+1</b>'));
	}

	public function testEveryFaultHasWords(): void {
		$l = $this->createStub(IL10N::class);
		$l->method('t')->willReturnCallback(static fn (string $text, array $with = []): string => vsprintf($text, $with));
		foreach (['empty', 'too_long', 'characters', 'no_email', 'unknown_placeholder', 'same_for_all'] as $reason) {
			$fault = new IdFault($reason, 'name');
			$this->assertSame($fault->getMessage(), $fault->words($l));
		}
	}

	private function user(string $uid, ?string $email): IUser {
		$user = $this->createStub(IUser::class);
		$user->method('getUID')->willReturn($uid);
		$user->method('getEMailAddress')->willReturn($email);
		return $user;
	}

	private function faultOf(\Closure $act): string {
		try {
			$act();
		} catch (IdFault $fault) {
			return $fault->reason;
		}
		return 'none';
	}
}
