<?php

declare(strict_types=1);

// Assignments as a file: what was written can be read, what a spreadsheet would run is guarded, what is no line says why.

namespace OCA\Countersign\Tests\People;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Settings\FormFault;
use PHPUnit\Framework\TestCase;

final class PeopleCsvTest extends TestCase {
	private PeopleWorld $world;

	protected function setUp(): void {
		$this->world = new PeopleWorld($this);
	}

	public function testEachLineIsAChangeOrAFault(): void {
		$lines = $this->world->csv->read("\xEF\xBB\xBFuser;id;enable\r\nalice;alice@example.org;yes\r\nbob;bob\r\n\r\nalice;again\r\ncarl\r\ndora;dora;maybe\r\nemil;emil;nein\r\n");
		self::assertSame(
			[[2, 'alice', true], [3, 'bob', true], [5, 'alice', null], [6, 'carl', null], [7, 'dora', null], [8, 'emil', false]],
			array_map(static fn (array $line): array => [$line['line'], $line['uid'], $line['change']?->enabled], $lines),
		);
		self::assertSame('This user is in line 2 already.', $lines[2]['fault']);
	}

	/** @dataProvider noFiles */
	public function testWhatIsNoFileIsAFault(mixed $csv, string $code): void {
		try {
			$this->world->csv->read($csv);
			self::fail('it was read');
		} catch (FormFault $fault) {
			self::assertSame($code, $fault->faults['csv']['code']);
		}
	}

	/** @return iterable<array{mixed, string}> */
	public function noFiles(): iterable {
		yield [null, 'too_long'];
		yield [['a'], 'too_long'];
		yield [str_repeat('x', 2_000_001), 'too_long'];
		yield ["a,b\xff", 'not_utf8'];
		yield ["\r\n", 'empty'];
		yield [str_repeat("a,b\n", 20_001), 'too_many'];
	}

	public function testWhatWasWrittenIsRead(): void {
		$ids = ['alice' => 'alice@example.org', '=cmd' => '=1+1', '-dash' => '@at', "'-dash" => "'@at", "''-dash" => 'twice', "'plain" => "o'neil", 'quote' => 'a"b,c;d', '7' => 'seven'];
		foreach ($ids as $uid => $id) {
			$this->world->world->links->assign((string)$uid, $id, Origin::Admin, $uid !== 'alice');
		}
		['csv' => $csv, 'next' => $next] = $this->world->csv->write(null);
		self::assertNull($next);
		self::assertDoesNotMatchRegularExpression('/(?:^|,)[=+\-@]/m', $csv);
		foreach ($this->world->csv->read($csv) as $line) {
			self::assertSame($ids[$line['uid']], $line['change']?->userId);
			self::assertSame($line['uid'] !== 'alice', $line['change']?->enabled);
		}
	}
}
