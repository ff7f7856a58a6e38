<?php

declare(strict_types=1);

// A CSV file from outside: every line is answered, a faulty one changes nothing, and its text stays text.

namespace OCA\Countersign\Tests\Links;

use OCA\Countersign\Links\CsvRows;
use OCA\Countersign\Links\Import;
use OCA\Countersign\Links\ImportedLine;
use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\Settings;
use PHPUnit\Framework\TestCase;

final class ImportTest extends TestCase {
	private World $world;

	protected function setUp(): void {
		$this->world = new World($this);
		foreach (['alice', 'bob', 'carol', 'user', '7'] as $uid) {
			$this->world->user($uid);
		}
	}

	public function testLinesAreAssigned(): void {
		$lines = $this->import("user,id,enable\nalice,alice@example.org,yes\nbob,bob@example.org,no\ncarol,carol@example.org\n");
		$this->assertSame([true, true, true], array_column($lines, 'ok'));
		$this->assertSame([2, 3, 4], array_column($lines, 'line'));
		$this->assertTrue($this->world->isOn('alice'));
		$this->assertFalse($this->world->isOn('bob'));
		$this->assertTrue($this->world->isOn('carol'));
		$this->assertSame(Origin::Admin, $this->world->links->find('bob')?->origin);
		$this->assertSame('assigned bob@example.org; not asked: switched off', $lines[1]->words);
		$this->assertSame('assigned carol@example.org', $lines[2]->words);
	}

	/** @dataProvider writings */
	public function testProgramsWriteCsvInManyWays(string $file): void {
		$lines = $this->import($file);
		$this->assertSame([true, true], array_column($lines, 'ok'), $file);
		$this->assertSame('alice@example.org', $this->world->links->find('alice')?->userId);
		$this->assertSame('bob', $this->world->links->find('bob')?->userId);
	}

	public function writings(): array {
		return [
			["alice,alice@example.org\nbob,bob"],
			["\u{feff}User;ID;Enable\r\nalice;alice@example.org;ja\r\nbob;bob;1\r\n"],
			["\u{feff}alice,alice@example.org\n\n\nbob,bob,\n"],
			["\"alice\",\"alice@example.org\",\"TRUE\"\n\"bob\" , bob ,on\n"],
			["Benutzer;Countersign-ID\nalice;alice@example.org\nbob;bob\n"],
		];
	}

	public function testAUserCalledUserIsNoHeader(): void {
		$lines = $this->import("user,somebody\nalice,alice\n");
		$this->assertSame([true, true], array_column($lines, 'ok'));
		$this->assertSame('somebody', $this->world->links->find('user')?->userId);
	}

	/** @dataProvider faults */
	public function testAFaultyLineIsNamedAndTheOthersAreDone(string $line, string $words): void {
		$lines = $this->import($line . "\nalice,alice\n");
		$this->assertSame([false, true], array_column($lines, 'ok'));
		$this->assertStringContainsString($words, $lines[0]->words);
		$this->assertSame(1, $this->world->links->counts()['assigned']);
	}

	public function faults(): array {
		return [
			['nobody,id', 'No such user.'],
			[',id', 'No such user.'],
			['bob', 'Two or three columns'],
			['bob,', 'The Countersign ID is empty.'],
			['bob,id,yes,more', 'Two or three columns'],
			['bob,id,perhaps', 'yes or no'],
			['bob,two words', 'no spaces'],
			['bob,' . str_repeat('x', 191), 'too long'],
			["bob,\xff\xfe", 'not UTF-8'],
			["b\xffb,id", 'not UTF-8'],
			['=HYPERLINK("http://evil.example"),id', 'No such user.'],
			['<img src=x onerror=alert(1)>,id', 'No such user.'],
			["bob,a\u{202e}b", 'invisible'],
			["bob,\x1b]0;title\x07", 'invisible'],
		];
	}

	/** The page's export puts an apostrophe before what a spreadsheet would take for a formula. */
	public function testWhatThePageExportsIsReadAsItWasMeant(): void {
		$this->import("bob,'+49170\n");
		$this->assertSame('+49170', $this->world->links->find('bob')?->userId);
	}

	public function testOfTwoLinesForOneUserTheSecondIsRefused(): void {
		$lines = $this->import("bob,one\nbob,two\n7,seven\n7,eight\n");
		$this->assertSame([true, false, true, false], array_column($lines, 'ok'));
		$this->assertSame('This user is in line 1 already.', $lines[1]->words);
		$this->assertSame('one', $this->world->links->find('bob')?->userId);
	}

	/** A faulty line and a good one for the same user: which was meant is not guessed. */
	public function testALineAfterAFaultyOneOfTheSameUserIsRefusedToo(): void {
		$lines = $this->import("bob,two words\nbob,two\n");
		$this->assertSame([false, false], array_column($lines, 'ok'));
		$this->assertNull($this->world->links->find('bob'));
	}

	public function testADryRunAnswersTheSameAndChangesNothing(): void {
		$file = "alice,alice\nnobody,id\nbob,bob,no\ncarol,bob\n";
		$dry = $this->import($file, dryRun: true);
		$this->assertSame(0, $this->world->links->counts()['assigned']);
		$this->assertSame([], $this->world->told);
		$this->assertEquals($this->import($file), $dry);
	}

	public function testImportingAgainKeepsPhones(): void {
		$this->import("alice,alice\n");
		$this->world->links->prove('alice', 'alice', World::ACCOUNT, 'phone');
		$lines = $this->import("alice,ALICE\n");
		$this->assertSame('had alice already', $lines[0]->words);
		$this->assertSame(['phone'], $this->world->links->find('alice')?->phones);
	}

	public function testWhatIsUnusualIsNotedBesideTheLine(): void {
		$this->world->set(new Settings(useGroups: ['staff']));
		$lines = $this->import("alice,shared\nbob,shared\n");
		$this->assertStringContainsString('also the ID of alice', $lines[1]->words);
		$this->assertStringContainsString('in none of the groups', $lines[0]->words);
		$this->assertFalse($this->world->isOn('alice'));
	}

	/** One line without an end must not fill the memory, nor hide the lines after it. */
	public function testAnEndlessLineIsOneFault(): void {
		$lines = $this->import('bob,' . str_repeat('x', 100_000) . "\nalice,alice\n");
		$this->assertSame([false, true], array_column($lines, 'ok'));
		$this->assertSame(2, $lines[1]->line);
	}

	/** @return list<ImportedLine> */
	private function import(string $file, bool $dryRun = false): array {
		$stream = fopen('php://memory', 'w+b');
		$this->assertIsResource($stream);
		fwrite($stream, $file);
		rewind($stream);
		$import = new Import($this->world->assignments, $this->world->links, $this->world->permissions, $this->world->userManager);
		return iterator_to_array($import->run(CsvRows::of($stream), $dryRun), false);
	}
}
