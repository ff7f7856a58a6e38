<?php

declare(strict_types=1);

// SECURITY.md §3, flaw 4: a page stores the ID that a person typed, so that anybody's ID becomes theirs; or it proves one ID and stores
// another, e.g. with two tabs. Here the ID is what the approval was asked for, and nothing is stored before.

namespace OCA\Countersign\Tests\Security;

use OCA\Countersign\Links\Origin;
use OCA\Countersign\Login\LoginFault;
use OCA\Countersign\Login\Place;
use OCA\Countersign\Server\ServerFault;
use OCA\Countersign\Settings\Scope;
use OCA\Countersign\Tests\Links\World;
use OCA\Countersign\Tests\Personal\Desk;
use OCP\IUser;
use PHPUnit\Framework\TestCase;

final class LinkWithoutProofTest extends TestCase {
	private Desk $desk;
	private World $world;
	private IUser $mallory;

	protected function setUp(): void {
		$this->desk = new Desk($this);
		$this->desk->set(['edit' => Scope::Everybody, 'onboarding' => Scope::Everybody, 'setUpAtLogin' => true, 'mayChooseId' => true]);
		$this->world = $this->desk->world;
		$this->mallory = $this->world->user('mallory');
	}

	public function testSomebodyElsesIdIsNotTheirsWithoutItsPhone(): void {
		$this->desk->wishes()->choose($this->mallory, 'alice');
		$this->desk->ask($this->mallory);
		$this->assertSame('challenge_not_approved', $this->completed());
		$this->desk->server->decide('denied');
		$this->assertSame('challenge_final', $this->completed());
		$this->assertNull($this->world->links->find('mallory'));
	}

	public function testTheApprovalOfOneIdLinksNoOther(): void {
		$this->desk->wishes()->choose($this->mallory, 'mallory');
		$this->desk->ask($this->mallory);
		// In another tab:
		$this->desk->wishes()->choose($this->mallory, 'alice');
		$this->desk->server->approve();
		$this->assertSame('nothing_asked', $this->completed());
		$this->assertNull($this->world->links->find('mallory'));
	}

	public function testNorDoesAnAssertionOfAnotherPerson(): void {
		$this->desk->wishes()->choose($this->mallory, 'alice');
		$this->desk->ask($this->mallory);
		$this->desk->server->challenges[$this->desk->server->last()]['body']['userId'] = 'mallory';
		$this->desk->server->approve();
		$this->assertSame('not_confirmed', $this->completed());
		$this->assertNull($this->world->links->find('mallory'));
	}

	public function testWhatSomebodyChoseIsNothingToWhoeverSignsInAfterThem(): void {
		$alice = $this->world->user('alice');
		$this->desk->wishes()->choose($this->mallory, 'mallory');
		$this->desk->ask($this->mallory);
		$this->desk->server->approve();
		$this->assertSame('nothing_asked', $this->completed($alice));
		$this->assertSame('nothing_asked', $this->reason(fn () => $this->desk->ask($alice)));
		$this->assertNull($this->desk->standings()->of($alice)->pending);
		$this->assertNull($this->world->links->find('alice'));
	}

	public function testNothingIsAskedOfAnybodyWithoutAChoice(): void {
		$this->assertSame('nothing_asked', $this->reason(fn () => $this->desk->ask($this->mallory)));
		$this->desk->wishes()->choose($this->mallory, 'mallory');
		$this->desk->later(1801);
		$this->assertSame('nothing_asked', $this->reason(fn () => $this->desk->ask($this->mallory)));
		$this->assertSame(0, $this->desk->server->rings());
	}

	public function testAChoiceInTheSettingsIsNoneAtALoginAndTheOtherWayRound(): void {
		$this->desk->wishes()->choose($this->mallory, 'mallory');
		$this->assertSame('nothing_asked', $this->reason(fn () => $this->desk->ask($this->mallory, Place::SetUp)));
		$this->desk->session->clear();
		$this->desk->logsIn($this->mallory);
		$this->desk->setUps()->choose($this->mallory, 'mallory');
		$this->assertSame('nothing_asked', $this->reason(fn () => $this->desk->ask($this->mallory)));
	}

	public function testAPermissionThatIsTakenAwayMeanwhileEndsIt(): void {
		$this->desk->wishes()->choose($this->mallory, 'alice');
		$this->desk->ask($this->mallory);
		$this->desk->server->approve();
		$this->desk->set([]);
		$this->assertSame('nothing_asked', $this->completed());
		$this->assertNull($this->world->links->find('mallory'));
	}

	public function testAnIdThatAnAdminAssignsMeanwhileStaysAndIsNotLoggedInto(): void {
		$this->desk->logsIn($this->mallory);
		$this->desk->setUps()->choose($this->mallory, 'his-own');
		$this->desk->ask($this->mallory, Place::SetUp);
		$this->desk->server->approve();
		// After the approval, before it is completed; and in the very moment.
		foreach (['before', 'within'] as $when) {
			$assign = fn () => $this->world->links->assign('mallory', 'assigned', Origin::Admin, true);
			if ($when === 'before') {
				$assign();
				$this->assertSame('nothing_asked', $this->completed(place: Place::SetUp));
				$this->world->links->remove('mallory');
				continue;
			}
			$this->desk->server->onRedeem = $assign;
			$this->assertSame('not_confirmed', $this->completed(place: Place::SetUp));
		}
		$this->assertSame('assigned', $this->world->links->find('mallory')?->userId);
		$this->assertFalse($this->world->links->find('mallory')?->isProven());
		$this->assertFalse($this->desk->proofs()->has('mallory'));
	}

	public function testAnApprovalLinksOnce(): void {
		$this->desk->wishes()->choose($this->mallory, 'mallory');
		$this->desk->prove($this->mallory);
		$this->world->links->remove('mallory');
		$this->assertSame('nothing_asked', $this->completed());
		$this->desk->wishes()->choose($this->mallory, 'mallory');
		$this->assertSame('nothing_asked', $this->completed());
		$this->assertNull($this->world->links->find('mallory'));
	}

	private function completed(?IUser $user = null, Place $place = Place::Link): string {
		return $this->reason(fn () => $this->desk->proving()->complete($user ?? $this->mallory, $place, null));
	}

	private function reason(\Closure $act): string {
		try {
			$act();
			return 'none';
		} catch (LoginFault|ServerFault $fault) {
			return $fault->reason;
		}
	}
}
